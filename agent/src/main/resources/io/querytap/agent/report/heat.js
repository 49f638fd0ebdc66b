// Draws a heat map: time to the right, how long it took upwards on a logarithmic scale, the darker the more often.
querytap.heat = (function () {
  'use strict';

  const {element, scroller, grid, count, shortCount, duration, roundDuration, clock, colour} = querytap;

  const SHADES = 6;
  // Room for the labels of the axes, in pixels.
  const LEFT = 58;
  const BOTTOM = 22;
  const TOP = 8;
  const RIGHT = 10;
  // Powers of two shown at least, so that a single one does not fill the whole height.
  const LEAST_ROWS = 8;
  const LABEL_EVERY = 90;
  const NANOS = 1e9;

  /** The bounds of a bucket in seconds; see the document's contract: bucket b holds 2^b up to 2^(b+1) nanoseconds. */
  const lower = (bucket) => Math.pow(2, bucket) / NANOS;

  // Tables that the reader has opened; they stay open when the page is drawn again.
  const opened = new Set();

  /**
   * @param key tells this heat map from all others
   * @param names of what is counted: one of it, and several
   * @param cells for each slot of the timeline its buckets, [[bucket, count], ...]
   * @return null where nothing was recorded over time
   */
  function draw(key, title, [one, many], timeline, cells) {
    if (!timeline || !cells || !cells.some((slot) => slot && slot.length)) return null;
    const noun = many.charAt(0).toUpperCase() + many.slice(1);
    const filled = cells.flatMap((slot) => slot || []);
    let low = Math.min(...filled.map(([bucket]) => bucket));
    let high = Math.max(...filled.map(([bucket]) => bucket));
    while (high - low + 1 < LEAST_ROWS) {
      high++;
      if (high - low + 1 < LEAST_ROWS && low > 0) low--;
    }
    const most = Math.max(...filled.map(([, times]) => times));
    const slots = cells.length;
    const rows = high - low + 1;
    const start = Date.parse(timeline.start);
    const at = (slot) => clock(start + slot * timeline.stepSeconds * 1e3);
    const shade = (times) => most <= 1 ? SHADES - 1
      : Math.min(SHADES - 1, Math.floor(Math.log(times) / Math.log(most) * (SHADES - 1) + 1e-9));
    const box = (width, height) => ({x: LEFT, y: TOP, w: width - LEFT - RIGHT, h: height - TOP - BOTTOM});

    function paint(context, width, height) {
      const area = box(width, height);
      const shades = Array.from({length: SHADES}, (unused, i) => colour('heat-' + i));
      context.fillStyle = colour('sunken');
      context.fillRect(area.x, area.y, area.w, area.h);
      // What was before a pattern was followed is not known, which is not the same as nothing.
      const unknown = cells.findIndex((slot) => slot != null);
      if (unknown > 0) {
        context.fillStyle = colour('line');
        context.fillRect(area.x, area.y, unknown * area.w / slots, area.h);
      }
      cells.forEach((slot, i) => (slot || []).forEach(([bucket, times]) => {
        const x = Math.round(area.x + i * area.w / slots);
        const y = Math.round(area.y + (high - bucket) * area.h / rows);
        context.fillStyle = shades[shade(times)];
        context.fillRect(x, y, Math.max(1, Math.round(area.x + (i + 1) * area.w / slots) - x - (area.w / slots > 4 ? 1 : 0)),
          Math.max(1, Math.round(area.y + (high - bucket + 1) * area.h / rows) - y - 1));
      }));
      context.fillStyle = colour('soft');
      context.strokeStyle = colour('line');
      context.font = '11px system-ui, sans-serif';
      context.textBaseline = 'middle';
      context.textAlign = 'right';
      for (let power = -9; power <= 4; power++) {
        const value = Math.pow(10, power);
        const place = Math.log2(value * NANOS) - low;
        if (place < 0 || place > rows) continue;
        const y = area.y + area.h - place * area.h / rows;
        context.fillText(roundDuration(value), LEFT - 6, Math.min(Math.max(y, TOP + 5), height - BOTTOM - 4));
        context.beginPath();
        context.moveTo(LEFT - 3, y);
        context.lineTo(LEFT, y);
        context.stroke();
      }
      context.textBaseline = 'top';
      const labels = Math.max(1, Math.floor(area.w / LABEL_EVERY));
      for (let i = 0; i <= labels; i++) {
        context.textAlign = i === 0 ? 'left' : i === labels ? 'right' : 'center';
        context.fillText(at(i * slots / labels), area.x + i * area.w / labels, height - BOTTOM + 7);
      }
    }

    function tell(x, y, width, height) {
      const area = box(width, height);
      const slot = Math.floor((x - area.x) / area.w * slots);
      const bucket = high - Math.floor((y - area.y) / area.h * rows);
      const found = (cells[slot] || []).find(([one]) => one === bucket);
      return found ? count(found[1]) + ' ' + (found[1] === 1 ? one : many) + ' of ' + duration(lower(bucket)) + ' to '
        + duration(lower(bucket + 1)) + ', ' + at(slot) + ' to ' + at(slot + 1) : null;
    }

    const plot = querytap.charts.painting('heat', describe(noun, cells, filled), paint, tell);
    return element('div', 'block heat-block', element('h3', '', title), plot, drawLegend(noun, most, cells[0] == null), drawTable(key, title, noun, cells, at));
  }

  /** In words what the colours show. */
  function describe(noun, cells, filled) {
    const byBucket = new Map();
    filled.forEach(([bucket, times]) => byBucket.set(bucket, (byBucket.get(bucket) || 0) + times));
    const [usual] = [...byBucket].sort((a, b) => b[1] - a[1])[0];
    const slowest = Math.max(...byBucket.keys());
    return 'Heat map. ' + noun + ' took ' + duration(lower(usual)) + ' to ' + duration(lower(usual + 1)) + ' most often, and '
      + duration(lower(slowest + 1)) + ' at the most. The table below has the same in figures.';
  }

  function drawLegend(noun, most, isPartial) {
    const swatches = element('span', 'swatches');
    for (let i = 0; i < SHADES; i++) swatches.append(element('i', 'heat-' + i));
    return element('p', 'heat-legend', noun + ' in a cell: 1 ', swatches, ' ' + shortCount(most),
      isPartial ? '; grey: not followed yet' : '');
  }

  /** The same as a table, made when it is asked for: one line a slot in which there was something. */
  function drawTable(key, title, noun, cells, at) {
    const box = scroller(title + ', as a table');
    box.classList.add('tall');
    const details = element('details', 'as-table', element('summary', '', 'As a table'), box);
    const rows = () => cells.map((slot, i) => slot && slot.length ? rowOf(slot, at(i)) : null).filter(Boolean);
    const fill = (into) => querytap.place(into, grid('spread', title, ['From', noun, 'Half below', '99 % below', 'All below'], rows()));
    details.open = opened.has(key);
    if (details.open) fill(box);
    details.ontoggle = function () {
      if (!this.open) {
        opened.delete(key);
      } else {
        opened.add(key);
        fill(this.lastChild);
      }
    };
    return details;
  }

  function rowOf(slot, from) {
    const sorted = slot.slice().sort((a, b) => a[0] - b[0]);
    const all = sorted.reduce((sum, [, times]) => sum + times, 0);
    const below = (share) => {
      let left = share * all;
      return duration(lower(sorted.find(([, times]) => (left -= times) <= 0)[0] + 1));
    };
    return [from, count(all), below(0.5), below(0.99), duration(lower(sorted[sorted.length - 1][0] + 1))];
  }

  return {draw};
})();
