// The parts of ECharts that the report draws with; build.sh bundles them into
// echarts.slim.js. The global is `echarts`, with `init` alone.
import { init, registerLocale, use } from 'echarts/core';
import { BarChart, HeatmapChart, LineChart, PieChart, SankeyChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import langNL from 'echarts/lib/i18n/langNL.js';

use([
  BarChart, HeatmapChart, LineChart, PieChart, SankeyChart,
  AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent,
  SVGRenderer,
]);
registerLocale('NL', langNL);

export { init };
