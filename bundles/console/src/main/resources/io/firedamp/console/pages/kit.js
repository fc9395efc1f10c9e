// What all pages are built of. Nothing here makes markup out of text: a name can never become a tag.
import { say, stamp, z } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter(child => child != null && child !== false));
  return node;
}
export const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
export const s = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** Writes only what has changed, so that a selection survives. */
export function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
  return node;
}
/** Builds a part of a page anew only if what it shows has changed: focus and scrolling survive. */
export function swap(node, shown, build) {
  const key = JSON.stringify(shown);
  if (node.shown !== key) {
    node.shown = key;
    node.replaceChildren(...[build()].flat(Infinity).filter(child => child != null));
  }
  return node;
}

const line = { fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5 };
const mark = (d, stroke) => s('path', { d, fill: 'none', stroke: stroke || 'currentColor', 'stroke-width': 1.7 });
const disc = more => s('circle', { cx: 8, cy: 8, r: 6.6, ...line, ...more });
// the shape says it, the colour repeats it
const SHAPES = {
  ok: () => [disc(), mark('M4.8 8.2l2.2 2.2 4.2-4.6')],
  notice: () => [s('circle', { cx: 8, cy: 8, r: 7.2, fill: 'currentColor' }), mark('M8 7v5M8 4v1.6', 'var(--panel)')],
  major: () => [s('path', { d: 'M8 .9L15.6 14.6H.4z', fill: 'currentColor' }), mark('M8 5.6v4.6M8 11.4v1.7', '#1b1200')],
  critical: () => [s('path', { d: 'M4.9.6h6.2l4.3 4.3v6.2l-4.3 4.3H4.9L.6 11.1V4.9z', fill: 'currentColor' }),
    mark('M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6', 'var(--panel)')],
  run: () => [disc(), mark('M8 4v4.2l2.8 1.6')],
  unknown: () => [disc({ 'stroke-dasharray': '2.4 2' }), mark('M6.2 6.4a1.9 1.9 0 1 1 2.6 1.8q-.8.4-.8 1.4M8 11v1.4')],
};
export const sign = level => level === 'CRITICAL' ? '✕ ' : level === 'MAJOR' ? '▲ ' : level === 'UNKNOWN' ? '? ' : '';
export const icon = level => s('svg', { class: 'i ' + level.toLowerCase(), viewBox: '0 0 16 16', 'aria-hidden': 'true' },
  SHAPES[level.toLowerCase()]());
export const tag = (level, words) => h('span', { class: 'tag ' + level.toLowerCase() }, icon(level), words);

export const panel = (title, cls, ...body) => h('section', { class: 'panel ' + cls, 'aria-label': title },
  h('header', null, h('h2', null, title)), body);
export const facts = (rows, cls) => h('dl', { class: 'facts ' + (cls || '') },
  rows.map(([term, value]) => [h('dt', null, term), h('dd', null, value)]));

/** A wide table in a box of its own, which the keyboard can scroll too. */
export const wide = (label, table) => h('div', { class: 'scroll', role: 'group', tabindex: '0', 'aria-label': label }, table);

/** What is wrong with a part of the gateway, in its own words: cause, then remedy. */
export const problem = (part, me, heading = 'h3') => h('article', { class: 'problem ' + part.level.toLowerCase() },
  h(heading, null, tag(part.level, say(me.levels[part.level])), ' ', part.subject, ' ',
    h('span', { class: 'mute small' }, part.since ? z('since ', '自 ') + stamp(part.since) : '', ' ', h('span', { class: 'mono' }, part.code))),
  facts([[z('Cause', '原因'), say(part.cause)], [z('Remedy', '处理'), h('b', null, say(part.remedy))]]));
/** Large figures: what it is, the number, its unit. */
export const stats = rows => h('div', { class: 'stats' }, rows.map(([name, value, unit]) =>
  h('div', null, h('div', { class: 'k' }, name), h('div', { class: 'v' }, value, ' ', h('span', { class: 'unit' }, unit)))));
/** How much of something is done, 0–1. Cut off: 100 % means all. */
export function meter(share, words) {
  const bar = h('i');
  bar.style.width = share * 100 + '%';
  return h('div', { class: 'meter', role: 'progressbar', 'aria-label': words, 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': Math.floor(share * 100) }, bar);
}

/** A dialog at the edge: keeps the focus until it is closed, by its button, Esc or a click beside it, and gives it back. */
export function drawer(title, ...body) {
  const back = document.activeElement;
  const close = () => { over.remove(); if (back && back.isConnected) back.focus(); };
  const shut = h('button', { class: 'x', type: 'button', 'aria-label': z('Close', '关闭'), onclick: close }, '×');
  const box = h('div', { class: 'drawer', role: 'dialog', 'aria-modal': 'true', 'aria-label': title, tabindex: '-1', onkeydown(event) {
    if (event.key === 'Escape') close();
    if (event.key !== 'Tab') return;
    const able = [...box.querySelectorAll('button, a[href], input, select, textarea, [tabindex="0"]')].filter(each => !each.disabled);
    const at = able.indexOf(document.activeElement), next = event.shiftKey ? at <= 0 ? able.length - 1 : at - 1 : (at + 1) % able.length;
    event.preventDefault();
    able[next].focus();
  } }, h('div', { class: 'title' }, h('h2', null, title), shut), h('div', { class: 'body' }, body));
  const over = h('div', null, h('div', { class: 'veil', onclick: close }), box);
  document.body.append(over);
  shut.focus();
}

/** The last hour in the width of a cell; a gap is a hole. */
export function spark(means, unit, decimals) {
  const there = (means || []).filter(mean => mean != null);
  if (!there.length) return h('span', { class: 'mute small' }, z('nothing in the last hour', '最近 1 小时无数据'));
  let low = Math.min(...there), high = Math.max(...there);
  const words = `${z('last hour', '最近 1 小时')}: ${low.toFixed(decimals)} – ${high.toFixed(decimals)} ${unit}`;
  const room = Math.max((high - low) * 0.1, Math.abs(high) * 1e-3, 1e-9);
  low -= room;
  high += room;
  let path = '', pen = false;
  means.forEach((mean, i) => {
    if (mean == null) { pen = false; return; }
    const x = (i / (means.length - 1) * 100).toFixed(1), y = (29 - (mean - low) / (high - low) * 28).toFixed(1);
    path += (pen ? 'L' : 'M') + x + ' ' + y + (pen ? '' : 'h.1'); // a single minute is a dot
    pen = true;
  });
  return s('svg', { class: 'spark', viewBox: '0 0 100 30', preserveAspectRatio: 'none', role: 'img', 'aria-label': words },
    s('title', null, words), s('path', { d: path }));
}

const post = (path, type, body) => fetch(path, { method: 'POST', headers: { 'Content-Type': type }, body });
/** Asks the gateway. An answer that is none is an Error with its words and status. */
export const ask = async (path, body) => told(await (body === undefined ? fetch(path) : post(path, 'application/json', JSON.stringify(body))));
/** The same with a file. */
export const send = async (path, file) => told(await post(path, 'application/octet-stream', file));
async function told(answer) {
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const error = json.error || { en: 'the gateway does not answer', zh: '网关无应答' };
    throw Object.assign(new Error(z(error.en, error.zh)), { status: answer.status });
  }
  return json;
}
export const empty = words => h('div', { class: 'empty' }, words);
export const failed = error => h('p', { class: 'failed', role: 'alert' }, error.message);
