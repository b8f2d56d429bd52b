// Package disclosure keeps published tables from giving away what concerns a
// few persons.
//
// A figure about fewer than k persons or collaborations is masked, zero
// included, for a count that is missing says as much as one that is shown.
// Because tables add up, that is not enough: other figures are withheld until
// nobody who knows all that is published, and the rules, can narrow a masked
// figure to fewer than k values. This is not assumed but shown: for every masked
// figure the package holds k different complete tables that agree with
// everything published (the audit). The choice is deterministic: what must give
// way is the smallest figure, ties by order.
//
//	safe, audit := disclosure.Protect(tables, 5)
//	fmt.Println(audit.Small, audit.Hidden, len(audit.Unresolved)) // the last is 0
//
// Limits: protection is against what the tables of one call say together;
// what was published before or elsewhere is not known here. Text cells are left
// as they are. A reader who replays the choice of what to withhold learns the
// order of some withheld figures. That a category is listed says it exists.
package disclosure
