// The day of each uplink in cells of ten minutes: what was collected, what was uploaded; and what interrupted it.
import { ask, h, swap } from './kit.js';
import { hms, midnight, z } from './words.js';
import { interruption } from './gaps.js';
import { DAY } from './months.js';

const CELLS = 144, CELL = DAY / CELLS;

/**
 * @param uplinks as /api/rates has them
 * @param at the gateway's time
 * @returns how many interruptions are over and nobody has explained
 */
export async function today(node, uplinks, at) {
  const from = midnight(at);
  const days = await Promise.all(uplinks.map(async u =>
    ({ uplink: u, gaps: (await ask(`/api/gaps?uplink=${encodeURIComponent(u.uplink)}&from=${from}&to=${from + DAY}`)).gaps.reverse() })));
  swap(node, [days, Math.floor(at / CELL)], () => days.length === 0
    ? h('p', { class: 'mute' }, z('No uplink has run yet.', '尚无上传通道运行过。')) : days.map(({ uplink, gaps }) => [days.length > 1 ? h('h3', null, uplink.uplink) : null, bar(uplink, gaps, from, at)]));
  return days.flatMap(({ gaps }) => gaps).filter(gap => !gap.open && !gap.explanations.length).length;
}

function bar(uplink, gaps, from, at) {
  const sum = rate => uplink.today.rate == null ? '–' : rate + ' %';
  // of a gap only the points are known that it concerns, not which of them when: at the most so much is lost
  const lost = (stored, begin, end) => gaps.filter(gap => gap.stored === stored)
    .reduce((all, gap) => all + Math.max(0, Math.min(gap.to, end) - Math.max(gap.from, begin)) * gap.points, 0) / (end - begin) / Math.max(1, uplink.points);
  const cell = (stored, i) => {
    const begin = from + i * CELL, end = Math.min(begin + CELL, at);
    if (begin >= at || !uplink.owedFrom || begin < uplink.owedFrom) return h('i', { class: 'f' }); // nothing is owed
    const part = lost(stored, begin, end);
    return h('i', { class: part > 0.5 ? 'b' : part > 0 ? 'p' : null, title: `${hms(begin).slice(0, 5)}–${hms(begin + CELL).slice(0, 5)}` });
  };
  const row = (words, stored, rate) => [h('div', null, words),
    h('div', { class: 'cells', role: 'img', 'aria-label': `${words} ${sum(rate)}` }, Array.from({ length: CELLS }, (_, i) => cell(stored, i))), h('div', { class: 'sum num right' }, sum(rate))];
  const hours = [0, 3, 6, 9, 12, 15, 18, 21, 24].map(hour => {
    const mark = h('span', null, String(hour).padStart(2, '0') + ':00');
    mark.style.left = hour / 24 * 100 + '%';
    return mark;
  });
  return [h('div', { class: 'beat' }, row(z('Collected', '采集'), false, uplink.collected), row(z('Uploaded', '上传'), true, uplink.uploaded),
    h('div'), h('div', { class: 'axis', 'aria-hidden': 'true' }, hours), h('div', { class: 'sum' })),
  h('ul', { class: 'events' }, gaps.length ? gaps.map(gap => interruption(gap, from)) : h('li', { class: 'mute' }, z('No interruption of more than 5 s today.', '今天没有超过 5 秒的中断。'))),
  h('div', { class: 'legend' }, h('span', null, h('i', { class: 'c0' }), z('complete (10 min per cell)', '完整（每格 10 分钟）')), h('span', null, h('i', { class: 'p' }), z('partly lost', '部分缺失')),
    h('span', null, h('i', { class: 'c3' }), z('mostly lost', '大部缺失')))];
}
