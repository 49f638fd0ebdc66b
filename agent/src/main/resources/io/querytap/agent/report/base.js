// What every section of every page shares: words for figures, elements, and drawing again without losing what the reader does.
// Every text of the application's goes through visible() and textContent. Nothing here knows what a report is.
const querytap = (function () {
  'use strict';

  // ---------------------------------------------------------------- text

  // Characters of a text shown in one line; what is cut is in the details.
  const ONE_LINE_CHARACTERS = 400;
  // How long a button says what it has done.
  const SAID_MILLIS = 1200;

  const counts = new Intl.NumberFormat('en-US', {maximumFractionDigits: 0});
  const compact = new Intl.NumberFormat('en-US', {notation: 'compact', maximumSignificantDigits: 3});

  function count(value) {
    return value == null ? '–' : counts.format(value);
  }

  function shortCount(value) {
    return value == null ? '–' : value < 100000 ? counts.format(value) : compact.format(value);
  }

  function average(value) {
    return value >= 100 ? shortCount(Math.round(value)) : String(Number(value.toPrecision(3)));
  }

  function plural(value, noun) {
    return count(value) + ' ' + noun + (value === 1 ? '' : 's');
  }

  /** Three significant digits and a fitting unit; the same as Durations in the agent. */
  function duration(seconds) {
    if (seconds == null) return '–';
    if (seconds <= 0) return '0';
    const units = [['ns', 1e9], ['µs', 1e6], ['ms', 1e3]];
    for (const [unit, perSecond] of units) {
      const value = seconds * perSecond;
      if (value < 999.5) return unit === 'ns' ? Math.round(value) + ' ns' : threeDigits(value) + ' ' + unit;
    }
    if (seconds < 59.95) return threeDigits(seconds) + ' s';
    const whole = Math.round(seconds);
    const two = (value) => String(value).padStart(2, '0');
    return whole < 3600
      ? Math.floor(whole / 60) + 'm ' + two(whole % 60) + 's'
      : Math.floor(whole / 3600) + 'h ' + two(Math.floor(whole % 3600 / 60)) + 'm';
  }

  function threeDigits(value) {
    return value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
  }

  /** A duration for an axis: 10 ms, not 10.0 ms. */
  function roundDuration(seconds) {
    return duration(seconds).replace(/\.0+(?= |$)/, '');
  }

  function percent(share) {
    if (!(share > 0)) return '0 %';
    const value = share * 100;
    if (value < 0.05) return '<0.1 %';
    return (value >= 99.95 ? '100' : value.toFixed(1)) + ' %';
  }

  function moment(iso) {
    const date = new Date(iso);
    if (!iso || isNaN(date)) return '–';
    return iso.replace('T', ' ').replace(/(\.\d+)?Z$/, '') + ' UTC';
  }

  /** The time of day, UTC, of milliseconds since 1970. */
  function clock(millis) {
    const date = new Date(millis);
    return isNaN(date) ? '–' : date.toISOString().slice(11, 19);
  }

  /** Makes visible what a browser would hide or obey: control characters and marks that turn the direction of text. */
  function visible(text) {
    return String(text)
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)))
      .replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
        (c) => '\u27e8U+' + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0') + '\u27e9');
  }

  function oneLine(text) {
    const whole = String(text);
    return visible(whole.length > ONE_LINE_CHARACTERS ? whole.slice(0, ONE_LINE_CHARACTERS) + '…' : whole).replace(/\s+/g, ' ');
  }

  /** distinctTexts → Distinct texts; units are told by the value. */
  function words(name) {
    const spaced = String(name).replace(/(Seconds|Nanos|Millis|Bytes)$/, '')
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
    return visible(spaced.charAt(0).toUpperCase() + spaced.slice(1));
  }

  // ---------------------------------------------------------------- elements

  const byId = (id) => document.getElementById(id);

  function element(tag, className, ...children) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    made.append(...children.filter((child) => child != null));
    return made;
  }

  function svg(tag, attributes, text) {
    const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const name in attributes) made.setAttribute(name, attributes[name]);
    if (text != null) made.textContent = text;
    return made;
  }

  /**
   * A button; the action is a property, so that patch() can hand it on. An action must not hold the element that it was made with, which
   * may never get onto the page: what it needs of it is "this".
   */
  function button(className, label, action) {
    const made = element('button', className, label);
    made.type = 'button';
    made.onclick = action;
    return made;
  }

  function input(type, label, action) {
    const made = element('input');
    made.type = type;
    if (label) made.setAttribute('aria-label', label);
    made.oninput = action;
    return made;
  }

  /** A list to choose from: [[value, label]]; the first stands for everything. */
  function choice(label, options, chosen, action) {
    const made = element('select');
    options.forEach(([value, text]) => made.append(new Option(text, value, false, value === chosen)));
    made.value = chosen;
    made.setAttribute('aria-label', label);
    made.onchange = function () { action(this.value); };
    return made;
  }

  function checkbox(label, isChecked, action) {
    const box = input('checkbox', null, function () { action(this.checked); });
    box.checked = isChecked;
    return element('label', '', box, label);
  }

  /** How many are shown, told to a screen reader when it changes. */
  function told(text) {
    const made = element('span', 'shown', text);
    made.setAttribute('role', 'status');
    return made;
  }

  function link(href, label) {
    const made = element('a', '', label);
    made.href = href;
    return made;
  }

  function terms(className, pairs) {
    const list = element('dl', className);
    for (const [term, value] of pairs) {
      if (value == null || value === '') continue;
      const entry = [element('dt', '', term), element('dd', '', value)];
      if (className === 'props') list.append(...entry);
      else list.append(element('div', '', ...entry));
    }
    return list;
  }

  /** Stands where there is nothing to show and says why. */
  function nothing(headline, explanation) {
    return element('div', 'card empty', element('strong', '', headline), element('p', '', explanation));
  }

  /** Scrolls sideways where there is no room, by the keyboard too. */
  function scroller(label, ...children) {
    const made = element('div', 'scroller', ...children);
    made.tabIndex = 0;
    made.setAttribute('role', 'group');
    made.setAttribute('aria-label', label);
    return made;
  }

  /**
   * A table that a screen reader can tell of: a caption, and headings with their scope.
   *
   * @param heads texts, or th elements
   * @param rows arrays of texts or nodes; the first of each is its heading. An array's property "className" is the row's.
   */
  function grid(className, caption, heads, rows) {
    const head = element('tr');
    for (const title of heads) {
      const cell = title instanceof Node ? title : element('th', '', title);
      cell.scope = 'col';
      head.append(cell);
    }
    const body = element('tbody');
    for (const cells of rows) {
      const line = element('tr', cells.className || '');
      cells.forEach((cell, i) => {
        const made = element(i === 0 ? 'th' : 'td', '', cell);
        if (i === 0) made.scope = 'row';
        line.append(made);
      });
      body.append(line);
    }
    return element('table', className, element('caption', 'unseen', caption), element('thead', '', head), body);
  }

  /** Copies a text, or selects it in its pre element where a browser does not let a page do that, and says so on the button. */
  function copyButton(text) {
    return button('small', 'Copy', function () {
      const said = (word) => {
        this.textContent = word;
        setTimeout(() => { this.textContent = 'Copy'; }, SAID_MILLIS);
      };
      const selectInstead = () => {
        getSelection().selectAllChildren(this.closest('.sql').querySelector('pre'));
        said('Selected');
      };
      if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => said('Copied'), selectInstead);
      else selectInstead();
    });
  }

  // ---------------------------------------------------------------- drawing again

  // Actions that an element may have; they hold what was drawn last, so they are handed on with it; and the elements that have some.
  const ACTIONS = ['onclick', 'onchange', 'oninput', 'onkeydown', 'ontoggle', 'onsubmit'];
  const ACTING = new Set(['BUTTON', 'INPUT', 'SELECT', 'TR', 'I', 'DETAILS', 'FORM']);

  /**
   * Makes what is inside an element like freshly drawn nodes and touches only what differs: focus, selection, scroll positions
   * and plots stay where they are. Nodes with a property "key" are found again wherever they have moved to.
   */
  function place(kept, ...nodes) {
    const fresh = document.createDocumentFragment();
    fresh.append(...nodes.filter((node) => node != null));
    const focused = document.activeElement;
    patchChildren(kept, fresh);
    if (focused && focused !== document.activeElement && focused.isConnected && kept.contains(focused)) {
      focused.focus({preventScroll: true});
    }
  }

  function patchChildren(kept, fresh) {
    const wantedNodes = [...fresh.childNodes];
    const wantedKeys = new Set(wantedNodes.map((node) => node.key).filter((key) => key != null));
    const keyed = new Map();
    for (const child of [...kept.childNodes]) {
      if (child.key == null) continue;
      if (wantedKeys.has(child.key) && !keyed.has(child.key)) keyed.set(child.key, child);
      else child.remove();
    }
    let next = kept.firstChild;
    for (const wanted of wantedNodes) {
      let match = null;
      if (wanted.key != null) {
        match = keyed.get(wanted.key);
        keyed.delete(wanted.key);
        if (match && match.nodeName !== wanted.nodeName) {
          if (match === next) next = next.nextSibling;
          match.remove();
          match = null;
        }
      } else if (next && next.key == null && next.nodeName === wanted.nodeName) {
        match = next;
      }
      if (!match) kept.insertBefore(wanted, next);
      else {
        if (match === next) next = next.nextSibling;
        else kept.insertBefore(match, next);
        patch(match, wanted);
      }
    }
    while (next) {
      const after = next.nextSibling;
      next.remove();
      next = after;
    }
  }

  function patchAttributes(kept, fresh) {
    const wanted = fresh.attributes;
    for (let i = 0; i < wanted.length; i++) {
      const {name, value} = wanted[i];
      // A style attribute is forbidden by the page's policy, what it says is not.
      if (name !== 'style' && kept.getAttribute(name) !== value) kept.setAttribute(name, value);
    }
    const old = kept.attributes;
    for (let i = old.length - 1; i >= 0; i--) {
      const name = old[i].name;
      if (name !== 'style' && !fresh.hasAttribute(name) && !(name === 'open' && kept.nodeName === 'DETAILS')) kept.removeAttribute(name);
    }
    if ((fresh.hasAttribute('style') || kept.hasAttribute('style')) && kept.style.cssText !== fresh.style.cssText) {
      kept.style.cssText = fresh.style.cssText;
    }
  }

  function patch(kept, fresh) {
    if (kept.nodeType !== Node.ELEMENT_NODE) {
      if (kept.nodeValue !== fresh.nodeValue) kept.nodeValue = fresh.nodeValue;
      return;
    }
    patchAttributes(kept, fresh);
    if (ACTING.has(kept.nodeName)) {
      ACTIONS.forEach((action) => { if (kept[action] !== fresh[action]) kept[action] = fresh[action]; });
    }
    if (kept.plot && fresh.plot) {
      kept.plot.take(fresh.plot);
      return;
    }
    patchChildren(kept, fresh);
    if ('value' in fresh && /^(INPUT|SELECT)$/.test(kept.nodeName) && kept !== document.activeElement) {
      if (kept.type === 'checkbox') kept.checked = fresh.checked;
      else if (kept.value !== fresh.value && !kept.keepsValue) kept.value = fresh.value;
    }
  }

  // ---------------------------------------------------------------- colour scheme

  const SCHEMES = ['auto', 'light', 'dark'];
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const schemeListeners = new Set();
  let scheme = 'auto';
  let isPrinting = false;

  function applyScheme() {
    const isDark = !isPrinting && (scheme === 'dark' || (scheme === 'auto' && dark.matches));
    document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
    const chooser = byId('theme');
    if (chooser) chooser.textContent = 'Colours: ' + scheme;
    schemeListeners.forEach((listener) => listener(isPrinting));
  }

  /** Lets the buttons of the page's head choose the colours and print; paper is always light. */
  function startScheme() {
    byId('theme').onclick = () => {
      scheme = SCHEMES[(SCHEMES.indexOf(scheme) + 1) % SCHEMES.length];
      applyScheme();
    };
    byId('print').onclick = () => window.print();
    dark.addEventListener('change', applyScheme);
    const printing = (isNow) => () => {
      isPrinting = isNow;
      applyScheme();
    };
    window.addEventListener('beforeprint', printing(true));
    window.addEventListener('afterprint', printing(false));
    applyScheme();
  }

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  }

  return {count, shortCount, average, plural, duration, roundDuration, percent, moment, clock, visible, oneLine, words,
    byId, element, svg, button, input, choice, checkbox, told, link, terms, nothing, scroller, grid, copyButton, place,
    startScheme, schemeListeners, colour};
})();
