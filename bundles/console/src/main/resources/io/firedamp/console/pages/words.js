// The language of the page, and what numbers, times and spans look like in it.
const key = 'fd-language';
const keep = language => { try { localStorage.setItem(key, language); } catch { /* a private window: for this page only */ } };
const kept = () => { try { return localStorage.getItem(key); } catch { return null; } };
const chosen = new URLSearchParams(location.search).get('lang');
if (chosen) keep(chosen);
const asked = chosen || kept() || document.documentElement.dataset.language;
export const lang = asked === 'zh' || asked === 'en' ? asked : /^zh/i.test(navigator.language) ? 'zh' : 'en';
document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en';

export function choose(language) {
  const there = new URL(location.href);
  there.searchParams.set('lang', language);
  location.replace(there);
}

/** The words of this page. */
export const z = (en, zh) => lang === 'zh' ? zh : en;
/** Words that the gateway sends in both languages. */
export const say = text => text ? text[lang] : '';

const SITE = 8 * 3600e3; // Beijing time has had no summer time since 1991
const iso = ms => new Date(ms + SITE).toISOString();
export const stamp = ms => iso(ms).slice(0, 19).replace('T', ' ');
export const day = ms => iso(ms).slice(0, 10);
export const hms = ms => iso(ms).slice(11, 19);
/** A time of today without its date. */
export const when = (ms, now) => day(ms) === day(now) ? hms(ms) : stamp(ms);
/** A tick of an axis, by the length of its step. */
export function tick(ms, step) {
  const t = iso(ms), minute = 60e3, hour = 60 * minute, date = 24 * hour;
  if (step >= 300 * date) return t.slice(0, 4);
  if (step >= 25 * date) return t.slice(0, 7);
  if (step >= date || t.slice(11, 16) === '00:00' && step >= hour / 2) return t.slice(5, 10);
  return step >= minute ? t.slice(11, 16) : t.slice(11, 19);
}
export const midnight = ms => Math.floor((ms + SITE) / 864e5) * 864e5 - SITE;

const group = digits => digits.replace(/\B(?=(\d{3})+(?!\d))/g, '\u2009');
export function num(value, decimals) {
  if (value == null) return '–';
  const [whole, part] = Math.abs(value).toFixed(decimals).split('.');
  const zero = Number(whole) === 0 && !Number(part || 0);
  return (value < 0 && !zero ? '\u2212' : '') + group(whole) + (part ? '.' + part : '');
}
/** A figure: the larger, the fewer decimals. */
export const figure = value => value == null ? '–'
  : num(value, Number.isInteger(value) ? 0 : Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 100 ? 1 : 2);

/** The project's phase, as the platform numbers it. */
export const phase = n => n == null ? '–' : [z('0 Commissioning', '0 调试'), z('1 Trial run', '1 试运行'), z('2 Operation', '2 正式'), z('3 Ended', '3 终止')][n] || String(n);
/** Milliseconds as seconds, to the hundredth. */
export const seconds = ms => num(ms / 1000, 2);

/** A length of time in its two largest units. */
export function span(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const parts = [[Math.floor(s / 86400), z('d', '天')], [Math.floor(s % 86400 / 3600), z('h', '小时')],
    [Math.floor(s % 3600 / 60), z('min', '分')], [s % 60, z('s', '秒')]];
  const first = parts.findIndex(([n]) => n > 0);
  return (first < 0 ? parts.slice(3) : parts.slice(first, first + 2).filter(([n]) => n > 0))
    .map(([n, unit]) => n + '\u00a0' + unit).join(' ');
}
