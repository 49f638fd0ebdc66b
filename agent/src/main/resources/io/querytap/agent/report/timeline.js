// Draws the run over time: executions, errors, database time, pools, and when findings came up.
querytap.timeline = (function () {
  'use strict';

  const {element, link, choice, place, byId, visible, count, shortCount, average, plural, duration, roundDuration, clock, colour} = querytap;
  const {chart, MARKS} = querytap.charts;

  // Room for the labels on the left of each plot, in pixels: the same for all, so that they stand one above the other.
  const AXIS = 62;
  const RIGHT = 14;
  // Marks drawn apart; a slot of time has one, which tells how many findings it stands for.
  const TITLES_IN_A_MARK = 4;
  const LABEL_EVERY = 110;

  const view = {pool: null};
  let run = null;

  function draw(next) {
    run = next;
    const timeline = run.report.timeline;
    const hasSlots = Boolean(timeline) && timeline.slots > 0 && (timeline.executions || []).length > 0;
    byId('timeline').hidden = !hasSlots;
    if (!hasSlots) {
      place(byId('timeline-body'));
      return;
    }
    const marks = marksOf(timeline);
    const lines = marks.map((mark) => [mark.at, '', mark.ink]);
    const perSecond = (values) => (values || []).map((value, i) => value == null ? null : value / secondsOf(timeline, i));
    const errors = (timeline.errors || []).reduce((sum, value) => sum + value, 0);
    const all = timeline.executions.reduce((sum, value) => sum + value, 0);
    const card = element('div', 'card runs',
      marks.length ? drawMarks(timeline, marks) : null,
      drawRun('Executions a second', 'At most ' + average(Math.max(...perSecond(timeline.executions))) + ' a second, '
        + count(all) + ' in all, ' + plural(errors, 'error'), timeline, lines, [
        {label: 'Executions', colour: 'accent', values: perSecond(timeline.executions), isArea: true},
        errors > 0 ? {label: 'Errors', colour: 'bad', values: perSecond(timeline.errors)} : null
      ], rate),
      drawRun('Database time a second', 'At most ' + duration(Math.max(0, ...perSecond(timeline.seconds)))
        + ' a second; what took long counts whole when it ended', timeline, lines, [
        {label: 'Database time', colour: 'second', values: perSecond(timeline.seconds), isArea: true}
      ], roundDuration, duration),
      drawPool(timeline, lines));
    place(byId('timeline-body'), card);
  }

  /** The last slot is as long as it was when the document was written. */
  function secondsOf(timeline, slot) {
    return slot === timeline.slots - 1 && timeline.lastSlotSeconds > 0 ? timeline.lastSlotSeconds : timeline.stepSeconds;
  }

  function wholeOf(timeline) {
    return (timeline.slots - 1) * timeline.stepSeconds + secondsOf(timeline, timeline.slots - 1);
  }

  /** One mark for each slot in which findings came up. */
  function marksOf(timeline) {
    const start = Date.parse(timeline.start);
    const bySlot = new Map();
    for (const event of timeline.events || []) {
      const at = (Date.parse(event.at) - start) / 1e3;
      if (!(at >= 0) || at > wholeOf(timeline)) continue;
      const slot = Math.min(timeline.slots - 1, Math.floor(at / timeline.stepSeconds));
      if (!bySlot.has(slot)) bySlot.set(slot, {at: at, events: []});
      bySlot.get(slot).events.push(event);
    }
    return [...bySlot.values()].map((mark) => {
      const severities = mark.events.map((event) => ((run.report.findings || [])[event.finding] || {}).severity);
      return {...mark, ink: severities.includes('high') ? 'bad' : severities.includes('warning') ? 'fair' : 'accent'};
    }).sort((a, b) => a.at - b.at);
  }

  function drawMarks(timeline, marks) {
    const lane = element('ul', 'marks');
    lane.setAttribute('aria-label', 'When findings came up');
    const whole = wholeOf(timeline);
    for (const mark of marks) {
      const titles = mark.events.slice(0, TITLES_IN_A_MARK).map((event) => event.title || event.kind);
      const more = mark.events.length - titles.length;
      const told = clock(Date.parse(mark.events[0].at)) + ' ' + visible(titles.join(', ')) + (more > 0 ? ' and ' + count(more) + ' more' : '');
      const first = mark.events.find((event) => (run.report.findings || [])[event.finding]);
      const to = first ? link('#f-' + first.finding, '') : element('span', '');
      to.classList.add('mark-' + mark.ink);
      to.append(mark.events.length > 1 ? shortCount(mark.events.length) : '', element('span', 'unseen', told));
      to.title = told;
      const item = element('li', '', to);
      item.style.left = 'calc(' + AXIS + 'px + (100% - ' + (AXIS + RIGHT) + 'px) * ' + (mark.at / whole).toFixed(5) + ')';
      lane.append(item);
    }
    return lane;
  }

  function drawPool(timeline, lines) {
    const pools = timeline.pools || [];
    if (pools.length === 0) return null;
    const pool = pools.find((one) => one.name === view.pool) || pools[0];
    const busiest = (pool.usedMax || []).reduce((most, value) => Math.max(most, value || 0), 0);
    const waiting = (pool.pending || []).reduce((most, value) => Math.max(most, value || 0), 0);
    const box = drawRun('Pool ' + visible(pool.name), 'At most ' + plural(busiest, 'connection') + ' in use'
      + (pool.max > 0 ? ' of ' + count(pool.max) : '') + ', at most ' + count(waiting) + ' waiting', timeline, lines, [
      {label: 'In use, mean', colour: 'second', values: pool.used, isArea: true},
      {label: 'In use, most', colour: 'second', values: pool.usedMax, dash: [3, 3]},
      {label: 'Waiting, most', colour: 'third', values: pool.pending},
      pool.max > 0 ? {label: 'Size', colour: 'faint', values: (pool.used || []).map(() => pool.max), dash: [6, 4]} : null
    ], (value) => String(Number(value.toPrecision(3))));
    if (pools.length > 1) {
      box.firstChild.append(choice('Pool', pools.map((one) => [one.name, visible(one.name)]), pool.name, (name) => {
        view.pool = name;
        draw(run);
        querytap.charts.settle();
      }));
    }
    return box;
  }

  /** How often one pattern ran and failed over time; null where that is not known. */
  function drawPattern(pattern) {
    const timeline = run.report.timeline;
    const over = pattern.timeline;
    if (!timeline || !over || !over.count || over.count.length !== timeline.slots || !over.count.some(Boolean)) return null;
    const perSecond = (values) => values.map((value, i) => value == null ? null : value / secondsOf(timeline, i));
    const executions = perSecond(over.count);
    const failed = (over.errors || []).reduce((sum, value) => sum + value, 0);
    return drawRun('Executions a second', 'At most ' + average(Math.max(0, ...executions)) + (failed > 0 ? ', ' + plural(failed, 'error') : ''),
      timeline, [], [
        {label: 'Executions', colour: 'accent', values: executions, isArea: true},
        failed > 0 ? {label: 'Errors', colour: 'bad', values: perSecond(over.errors)} : null
      ], rate);
  }

  function rate(value) {
    return value >= 100 ? shortCount(Math.round(value)) : String(Number(value.toPrecision(2)));
  }

  function drawRun(title, told, timeline, marks, series, format, tell) {
    const start = Date.parse(timeline.start);
    const step = timeline.stepSeconds;
    const whole = wholeOf(timeline);
    const drawn = series.filter((one) => one && one.values && one.values.length);
    const plot = chart('run', title + ' over time. ' + told, () => {
      const ink = colour('soft');
      const line = colour('line');
      return {
        type: 'line',
        plugins: [MARKS],
        marks: marks,
        data: {
          datasets: drawn.map((one) => ({
            label: one.label,
            data: one.values.map((value, i) => ({x: i * step + secondsOf(timeline, i) / 2, y: value, slot: i})),
            borderColor: colour(one.colour),
            backgroundColor: one.isArea ? colour(one.colour) + '33' : colour(one.colour),
            fill: one.isArea ? 'origin' : false,
            borderWidth: 1.6,
            borderDash: one.dash || [],
            pointRadius: one.values.length > 1 ? 0 : 3,
            pointHitRadius: 8,
            spanGaps: false
          }))
        },
        options: {
          animation: false,
          responsive: true,
          maintainAspectRatio: false,
          layout: {padding: {right: RIGHT}},
          interaction: {mode: 'index', intersect: false},
          scales: {
            x: {
              type: 'linear', min: 0, max: whole,
              afterBuildTicks: (axis) => {
                const labels = Math.max(1, Math.floor(axis.width / LABEL_EVERY));
                axis.ticks = Array.from({length: labels + 1}, (unused, i) => ({value: i * whole / labels}));
              },
              ticks: {color: ink, font: {size: 11}, maxRotation: 0, autoSkip: false, align: 'inner',
                callback: (value) => clock(start + value * 1e3)},
              grid: {color: line}, border: {color: line}
            },
            y: {
              min: 0,
              afterFit: (axis) => { axis.width = AXIS; },
              ticks: {color: ink, font: {size: 11}, maxTicksLimit: 5, callback: format},
              grid: {color: line}, border: {color: line}
            }
          },
          plugins: {
            legend: {display: drawn.length > 1, position: 'top', align: 'end',
              labels: {color: ink, boxWidth: 14, boxHeight: 2, font: {size: 12}, padding: 6}},
            tooltip: {
              callbacks: {
                title: (items) => items.length ? clock(start + items[0].raw.slot * step * 1e3) + ' to '
                  + clock(start + (items[0].raw.slot * step + secondsOf(timeline, items[0].raw.slot)) * 1e3) + ' UTC' : '',
                label: (item) => item.dataset.label + ': ' + (item.raw.y == null ? '–' : (tell || average)(item.raw.y))
              }
            }
          }
        }
      };
    });
    return element('div', 'run', element('div', 'run-head', element('h3', '', title), element('span', 'soft', told)), plot);
  }

  return {draw, drawPattern, secondsOf};
})();
