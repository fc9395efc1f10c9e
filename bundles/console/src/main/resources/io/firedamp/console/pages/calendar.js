// A year by its days, each in the shade of its transfer rate: a button for each, of which one is reached by tab and the others by arrows.
import { h, swap } from './kit.js';
import { begin, DAY, monthOf, MONTHS, yearOf } from './months.js';
import { day, z } from './words.js';

const FIRST_YEAR = 2020;
/** How much of a day is lost: more ink, more lost. */
export const shade = rate => rate == null ? '' : rate >= 98 ? 'c0' : rate >= 95 ? 'c1' : rate >= 90 ? 'c2' : rate >= 50 ? 'c3' : 'c4';

/**
 * @param choose told of the day that is chosen
 * @param turn told of the year that is asked for
 */
export function calendar(choose, turn) {
  const node = h('div');
  /** @param data as /api/compliance has it */
  function show(data, chosen) {
    const walks = node.contains(document.activeElement) && document.activeElement.dataset.day;
    swap(node, [data.year, data.days, data.months, data.trial.first, data.trial.ends], () => grid(data, turn, choose));
    for (const cell of node.querySelectorAll('[data-day]')) {
      const is = Number(cell.dataset.day) === chosen;
      cell.setAttribute('aria-pressed', String(is));
      cell.tabIndex = is ? 0 : -1;
      if (is && walks) cell.focus();
    }
  }
  return { node, show };
}

/** The cells of a year. */
function grid(data, turn, choose) {
  const first = begin(data.year, 0, 1), cells = new Map(), trial = data.trial, nodes = [];
  const turning = (to, words) => h('button', { class: 'btn slim', disabled: to < FIRST_YEAR || to > yearOf(data.at), onclick: () => turn(to) }, words);
  const length = month => Math.round((begin(data.year, month + 1, 1) - begin(data.year, month, 1)) / DAY);
  function walk(event, at) {
    const month = monthOf(at), date = Number(day(at).slice(8));
    const there = { ArrowLeft: () => at - DAY, ArrowRight: () => at + DAY, Home: () => begin(data.year, month, 1), End: () => begin(data.year, month, length(month)),
      ArrowUp: () => begin(data.year, month - 1, Math.min(date, length(month - 1))), ArrowDown: () => begin(data.year, month + 1, Math.min(date, length(month + 1))) }[event.key];
    if (!there) return;
    event.preventDefault();
    const to = there(), cell = cells.get(to);
    if (cell) { choose(to); cell.focus(); }
  }
  function cell(at) {
    const known = data.days[Math.round((at - first) / DAY)];
    if (!known) return h('button', { type: 'button', class: 'fut', disabled: true, 'aria-label': day(at) });
    const rate = known.rate, words = `${day(at)} ${rate == null ? z('nothing owed', '无应传数据') : rate + ' %'}`;
    const node = h('button', { type: 'button', class: (shade(rate) || 'none') + (at >= trial.first && at < trial.ends ? ' tr' : ''), 'data-day': at, 'aria-label': words, title: words,
      onclick: () => choose(at), onkeydown: event => walk(event, at) }, rate != null && rate < 98 ? String(Math.floor(rate)) : '');
    cells.set(at, node);
    return node;
  }
  nodes.push(h('span'), Array.from({ length: 31 }, (_, i) => h('span', { class: 'h' + (i === 0 || i % 5 === 4 ? ' five' : '') }, String(i + 1))), h('span', { class: 'h five r' }, z('month', '月'), ' %'));
  for (let month = 0; month < 12; month++) {
    nodes.push(h('span', { class: 'm' }, z(MONTHS[month], `${month + 1} 月`)));
    for (let date = 1; date <= 31; date++) nodes.push(date > length(month) ? h('span') : cell(begin(data.year, month, date)));
    nodes.push(h('span', { class: 'r num' }, (data.months[month] || {}).rate || ''));
  }
  return [h('div', { class: 'bar' }, turning(data.year - 1, '‹ ' + (data.year - 1)), turning(data.year + 1, `${data.year + 1} ›`), h('span', { class: 'grow' }),
    h('div', { class: 'legend' }, [['c0', '≥ 98 %'], ['c1', '95–98'], ['c2', '90–95'], ['c3', '50–90'], ['c4', '< 50']].map(([cls, words]) => h('span', null, h('i', { class: cls }), words)),
      h('span', null, h('i', { class: 'tr' }), z('trial run', '试运行')))),
  h('div', { class: 'cal', role: 'group', 'aria-label': z('Transfer rate by day. Arrow keys walk.', '每日传输率。方向键移动。') }, nodes)];
}
