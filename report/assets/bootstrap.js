// Draws every chart of the report from the JSON beside it. Colours are CSS
// variables, so light, dark and print share one drawing; the view box lets a
// printed page scale it.
(function () {
  'use strict';
  var locale = document.documentElement.lang === 'nl' ? 'NL' : 'EN';

  function fit(box, chart) {
    var svg = box.querySelector('svg');
    if (svg) {
      svg.setAttribute('viewBox', '0 0 ' + chart.getWidth() + ' ' + chart.getHeight());
      svg.setAttribute('aria-hidden', 'true');
      svg.setAttribute('focusable', 'false');
    }
  }

  document.querySelectorAll('script[data-chart]').forEach(function (source) {
    var box = document.getElementById(source.getAttribute('data-chart'));
    var spec = JSON.parse(source.textContent);
    function high() { box.style.height = (box.clientWidth > 520 ? spec.height : spec.narrow) + 'px'; }
    high();
    var chart = echarts.init(box, null, { renderer: 'svg', locale: locale });
    chart.setOption(spec.option);
    fit(box, chart);
    if (window.ResizeObserver) {
      var width = box.clientWidth;
      new ResizeObserver(function () {
        if (box.clientWidth && box.clientWidth !== width) {
          width = box.clientWidth;
          high();
          chart.resize();
          fit(box, chart);
        }
      }).observe(box);
    }
  });
  document.documentElement.setAttribute('data-charts', 'drawn');
})();
