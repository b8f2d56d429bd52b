// Keys of the text pane act in the order in which they were pressed, also when
// one has to fetch text first. Nothing here waits for an act to be stored: what
// is to be stored goes to send at once.
import { Unreachable } from "./dom";
import { say } from "./say";
import { problem, status } from "./status";

export function awayNow(): void {
  status(say("De werkbank is weg; dit kan pas als ze terug is.", "The workbench is gone; this can be done once it is back."));
}

export class Presses {
  private running = 0;
  private pressed = 0;
  private failed = 0; // what was pressed up to here is dropped: it counted on something that did not happen
  private queue: Promise<unknown> = Promise.resolve();

  /** busy says that something pressed before is not done yet. */
  get busy(): boolean { return this.running > 0; }

  /** then does an act now, or after what was pressed before it. */
  then(act: () => unknown): void {
    const pressed = ++this.pressed, run = () => pressed <= this.failed ? undefined : act();
    const mine = this.busy ? this.queue.then(run) : new Promise((done) => done(run()));
    this.running++;
    document.documentElement.toggleAttribute("data-busy", true);
    this.queue = mine.catch((fault) => this.fault(fault)).finally(() => {
      if (!--this.running) document.documentElement.toggleAttribute("data-busy", false);
    });
  }

  /** idle is when all that was pressed until now is done. */
  idle(): Promise<unknown> { return this.queue; }

  private fault(fault: unknown): void {
    this.failed = this.pressed;
    if (fault instanceof Unreachable) awayNow();
    else problem(say("Dat lukte niet: de tekst kon niet worden opgehaald.", "That did not work: the text could not be fetched."), String(fault));
  }
}
