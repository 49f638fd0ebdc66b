// Plots: each is an element that knows how to draw itself, is drawn when it comes into sight, follows the colour scheme and the
// printer, and takes new data without flicker when the page is drawn again.
querytap.charts = (function () {
  'use strict';

  const {element, svg, scroller, grid, visible, shortCount, duration, average, colour, schemeListeners} = querytap;

  // The spectrum ends at one in this many, 99.999 %: what is beyond is the maximum.
  const LAST_ODDS = 1e5;
  // The largest value of an axis by its smallest, at least.
  const LEAST_RATIO = 6;
  // How far below the window a plot is drawn in advance.
  const AHEAD = '400px';
  const SPARK_WIDTH = 104;
  const SPARK_HEIGHT = 26;

  const mounted = new Set();
  const inSight = new IntersectionObserver((seen) => {
    seen.filter((one) => one.isIntersecting).forEach((one) => show(one.target));
  }, {rootMargin: AHEAD});
  const sizes = new ResizeObserver((changed) => changed.forEach((one) => {
    const plot = one.target.plot;
    if (plot.painter && plot.isShown) plot.redraw();
  }));

  function show(host) {
    inSight.unobserve(host);
    if (host.plot.isShown) return;
    host.plot.isShown = true;
    host.plot.redraw();
    if (host.plot.painter) sizes.observe(host);
  }

  /** After drawing: plots that are new wait to be seen, those that are gone are let go. */
  function settle() {
    for (const host of mounted) {
      if (host.isConnected) continue;
      inSight.unobserve(host);
      sizes.unobserve(host);
      host.plot.release();
      mounted.delete(host);
    }
    for (const host of document.querySelectorAll('.plot')) {
      if (mounted.has(host)) continue;
      mounted.add(host);
      inSight.observe(host);
    }
  }

  schemeListeners.add((isPrinting) => mounted.forEach((host) => {
    if (isPrinting) show(host);
    else if (host.plot.isShown) host.plot.redraw();
  }));

  function hostOf(className, label) {
    const canvas = element('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', label);
    return element('div', 'plot ' + (className || ''), canvas);
  }

  /** A plot by Chart.js: configure() makes its configuration in the colours of the moment. */
  function chart(className, label, configure) {
    const host = hostOf(className, label);
    let drawn = null;
    host.plot = {
      isShown: false,
      label: label,
      configure: configure,
      redraw() {
        const configuration = this.configure();
        if (drawn && drawn.config.type === configuration.type) {
          drawn.data = configuration.data;
          drawn.options = configuration.options;
          drawn.$marks = configuration.marks;
          drawn.update('none');
        } else {
          this.release();
          drawn = new Chart(host.firstChild, configuration);
          if (configuration.marks) {
            drawn.$marks = configuration.marks;
            drawn.draw();
          }
        }
      },
      take(fresh) {
        this.configure = fresh.configure;
        this.label = fresh.label;
        host.firstChild.setAttribute('aria-label', fresh.label);
        if (this.isShown) this.redraw();
      },
      release() {
        if (drawn) drawn.destroy();
        drawn = null;
      }
    };
    return host;
  }

  /** Draws upright lines, [[x, label, colour], ...], that belong to a configuration as its "marks". */
  const MARKS = {
    id: 'marks',
    afterDatasetsDraw(drawn) {
      const {ctx, chartArea, scales} = drawn;
      ctx.save();
      ctx.font = '11px system-ui, sans-serif';
      ctx.setLineDash([2, 3]);
      (drawn.$marks || []).forEach(([value, label, ink], i) => {
        const x = scales.x.getPixelForValue(value);
        ctx.strokeStyle = ctx.fillStyle = colour(ink);
        ctx.beginPath();
        ctx.moveTo(x, chartArea.top);
        ctx.lineTo(x, chartArea.bottom);
        ctx.stroke();
        if (!label) return;
        const isRight = x > (chartArea.left + chartArea.right) / 2;
        ctx.textAlign = isRight ? 'right' : 'left';
        ctx.fillText(value + ' ' + label, x + (isRight ? -4 : 4), chartArea.top + 10 + 14 * i);
      });
      ctx.restore();
    }
  };

  /** A plot of our own: paint(context, width, height) draws it; tell(x, y) says what is at a point, or null. */
  function painting(className, label, paint, tell) {
    const host = hostOf(className, label);
    const tip = element('div', 'tip');
    tip.hidden = true;
    host.append(tip);
    host.plot = {
      isShown: false,
      painter: paint,
      teller: tell,
      redraw() {
        const canvas = host.firstChild;
        const width = host.clientWidth;
        const height = host.clientHeight;
        if (width === 0 || height === 0) return;
        const scale = window.devicePixelRatio || 1;
        canvas.width = Math.round(width * scale);
        canvas.height = Math.round(height * scale);
        canvas.style.width = width + 'px';
        canvas.style.height = height + 'px';
        const context = canvas.getContext('2d');
        context.setTransform(scale, 0, 0, scale, 0, 0);
        context.clearRect(0, 0, width, height);
        this.painter(context, width, height);
      },
      take(fresh) {
        this.painter = fresh.painter;
        this.teller = fresh.teller;
        host.firstChild.setAttribute('aria-label', fresh.label);
        if (this.isShown) this.redraw();
      },
      label: label,
      release() {}
    };
    host.addEventListener('pointermove', (at) => {
      const box = host.getBoundingClientRect();
      const told = host.plot.teller && host.plot.teller(at.clientX - box.left, at.clientY - box.top, box.width, box.height);
      tip.hidden = !told;
      if (!told) return;
      tip.textContent = told;
      const left = at.clientX - box.left;
      tip.style.left = Math.max(0, Math.min(left + 12, box.width - tip.offsetWidth - 4)) + 'px';
      tip.style.top = Math.max(0, at.clientY - box.top - tip.offsetHeight - 10) + 'px';
    });
    host.addEventListener('pointerleave', () => { tip.hidden = true; });
    return host;
  }

  // ---------------------------------------------------------------- percentile spectrum

  /**
   * A percentile spectrum: x is 1 / (1 - p) on a logarithmic scale, so that every further nine gets the same room.
   *
   * @param series [{label, colour, spread}] with the distributions of the document
   * @param format of a value on the other axis
   * @return null if there is nothing to draw
   */
  function spectrum(className, series, format) {
    const drawn = series.filter((one) => one.spread && one.spread.spectrum && one.spread.spectrum.length);
    if (drawn.length === 0) return null;
    const most = Math.max(...drawn.map((one) => one.spread.count));
    const end = Math.min(LAST_ODDS, Math.max(100, Math.pow(10, Math.ceil(Math.log10(most)))));
    const positives = drawn.flatMap((one) => one.spread.spectrum.map((point) => point[1])).filter((value) => value > 0);
    // A logarithmic axis has no 0: what is 0 is drawn at the smallest value there is.
    const floor = positives.length ? Math.min(...positives) : 1;
    const ceiling = positives.length ? Math.max(...positives) : 1;
    // Enough room for two ticks, also where all values are alike.
    const margin = Math.max(1.4, Math.sqrt(LEAST_RATIO * floor / ceiling));
    const label = 'Percentile spectrum. ' + drawn.map((one) => one.label + ': half are at most ' + format(one.spread.p50)
      + ', 99 % at most ' + format(one.spread.p99) + ', the largest ' + format(one.spread.max)).join('. ');

    function points(spread) {
      const last = Math.min(end, Math.max(2, spread.count));
      return spread.spectrum.map(([p, value]) =>
        ({x: p >= 100 ? last : Math.min(end, 1 / (1 - p / 100)), y: Math.max(value, floor), p: p, value: value}));
    }

    return chart(className, label, () => {
      const ink = colour('soft');
      const line = colour('line');
      return {
        type: 'line',
        data: {
          datasets: drawn.map((one) => ({
            label: one.label,
            data: points(one.spread),
            borderColor: colour(one.colour),
            backgroundColor: colour(one.colour),
            borderWidth: 2,
            borderDash: one.dash || [],
            pointRadius: one.spread.spectrum.length > 8 ? 0 : 2.5,
            pointHitRadius: 10,
            stepped: one.stepped ? 'before' : false
          }))
        },
        options: {
          animation: false,
          responsive: true,
          maintainAspectRatio: false,
          interaction: {mode: 'nearest', axis: 'x', intersect: false},
          scales: {
            x: {
              type: 'logarithmic', min: 1, max: end,
              afterBuildTicks: (axis) => {
                axis.ticks = [1, 2, 4, 10, 100, 1e3, 1e4, 1e5].filter((value) => value <= end).map((value) => ({value}));
              },
              ticks: {
                color: ink, font: {size: 11}, maxRotation: 0, autoSkip: false,
                callback: (value) => Number((100 * (1 - 1 / value)).toPrecision(value > 10 ? 9 : 3)) + ' %'
              },
              grid: {color: line}, border: {color: line}
            },
            y: {
              type: 'logarithmic',
              min: floor / margin, max: ceiling * margin,
              afterBuildTicks: logTicks,
              ticks: {color: ink, font: {size: 11}, callback: (value) => format(value).replace(/\.0+(?= |$)/, '')},
              grid: {color: line}, border: {color: line}
            }
          },
          plugins: {
            legend: {
              display: drawn.length > 1, position: 'top', align: 'end',
              labels: {color: ink, boxWidth: 10, boxHeight: 10, font: {size: 12}, padding: 8}
            },
            tooltip: {
              displayColors: drawn.length > 1,
              callbacks: {
                title: (items) => items.length ? items[0].raw.p >= 100 ? 'maximum' : items[0].raw.p + ' % are at most' : '',
                label: (item) => item.dataset.label + ': ' + format(item.raw.value)
              }
            }
          }
        }
      };
    });
  }

  /** Ticks at 1, at 1 and 3, or at 1, 2 and 5 of each power of ten, by the room there is. */
  function logTicks(axis) {
    const low = Math.floor(Math.log10(axis.min));
    const high = Math.ceil(Math.log10(axis.max));
    const multiples = high - low > 4 ? [1] : high - low > 2 ? [1, 3] : [1, 2, 5];
    const ticks = [];
    for (let power = low; power <= high; power++) {
      for (const multiple of multiples) {
        const value = multiple * Math.pow(10, power);
        if (value >= axis.min * 0.999 && value <= axis.max * 1.001) ticks.push({value: value});
      }
    }
    if (ticks.length > 1) axis.ticks = ticks;
  }

  // ---------------------------------------------------------------- distributions in figures

  const COLUMNS = [['count', 'Count'], ['min', 'Min'], ['mean', 'Mean'], ['p50', 'p50'], ['p90', 'p90'], ['p95', 'p95'],
    ['p99', 'p99'], ['p999', 'p99.9'], ['max', 'Max'], ['sum', 'Sum']];

  /** A table of percentiles, one line a distribution: [{label, colour, spread, format}]. */
  function spreadTable(caption, lines, className) {
    const rows = lines.map((line) => {
      const name = element('span', '');
      if (line.colour) {
        const key = element('i', 'key');
        key.style.background = 'var(--' + line.colour + ')';
        name.append(key);
      }
      name.append(visible(line.label));
      const hasData = line.spread && line.spread.count > 0;
      return [name, ...COLUMNS.map(([key]) => {
        const value = line.spread ? line.spread[key] : null;
        return key === 'count' ? shortCount(value) : hasData && value != null ? line.format(value) : '–';
      })];
    });
    return scroller(caption, grid('spread ' + (className || ''), caption, ['What', ...COLUMNS.map(([, title]) => title)], rows));
  }

  // ---------------------------------------------------------------- sparkline

  /**
   * Executions over time as an area and their mean time as a line, each by its own scale; null where there is nothing to see.
   *
   * @param timeline of the pattern
   * @param secondsOf how long a slot is, by its number
   */
  function sparkline(timeline, secondsOf) {
    const executions = timeline && timeline.count;
    if (!executions || executions.length < 2) return null;
    const times = executions.map((value, i) => value / secondsOf(i));
    const most = Math.max(...times);
    if (!(most > 0)) return null;
    const means = (timeline.seconds || []).map((seconds, i) => executions[i] > 0 ? seconds / executions[i] : null);
    const slowest = Math.max(0, ...means.filter((mean) => mean != null));
    const step = SPARK_WIDTH / times.length;
    const y = (share) => (SPARK_HEIGHT - 1 - share * (SPARK_HEIGHT - 3)).toFixed(1);
    let area = 'M0 ' + SPARK_HEIGHT;
    times.forEach((value, i) => { area += 'L' + (i * step).toFixed(1) + ' ' + y(value / most) + 'H' + ((i + 1) * step).toFixed(1); });
    let line = '';
    means.forEach((mean, i) => {
      if (mean == null || !(slowest > 0)) return;
      const isJoined = i > 0 && means[i - 1] != null;
      line += (isJoined ? 'L' : 'M') + (i * step).toFixed(1) + ' ' + y(mean / slowest) + 'H' + ((i + 1) * step).toFixed(1);
    });
    const told = 'Over time: at most ' + average(most) + ' executions a second'
      + (slowest > 0 ? ', mean up to ' + duration(slowest) : '');
    const drawn = svg('svg', {viewBox: '0 0 ' + SPARK_WIDTH + ' ' + SPARK_HEIGHT, class: 'spark', role: 'img', 'aria-label': told,
      preserveAspectRatio: 'none'});
    drawn.append(svg('title', {}, told), svg('path', {d: area + 'V' + SPARK_HEIGHT + 'Z', class: 'spark-area'}));
    if (line) drawn.append(svg('path', {d: line, class: 'spark-line'}));
    return drawn;
  }

  return {chart, painting, settle, spectrum, spreadTable, sparkline, MARKS};
})();
