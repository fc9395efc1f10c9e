// What the platform will ask for: the trial run, the limits, each day of the year, what was missing and why.
// Prints as the report of the chosen day's month.
import { ask, empty, failed, h, icon, panel, put, swap } from './kit.js';
import { day, lang, num, say, span, stamp, z } from './words.js';
import { calendar, shade } from './calendar.js';
import { gapList, interruption } from './gaps.js';
import { begin, DAY, monthFrom, monthName, monthOf, monthTo, yearOf } from './months.js';

const MINUTE = 60e3;
const percent = rate => rate == null ? '–' : [rate, h('span', { class: 'unit' }, ' %')];

export async function compliance(main) {
  const trouble = h('div'), aside = h('span', { class: 'aside' }), holder = h('div', null, h('span', { class: 'skel' }));
  const trial = h('div'), counters = h('div'), box = h('div', { 'aria-live': 'polite' }), sum = h('p', { class: 'sum' }), papers = h('div');
  const days = calendar(choose, to => { year = to; tried(load()); }), list = gapList(() => tried(loadGaps().then(show)));
  const titles = { year: h('h2', null, z('Transfer rate by day', '每日传输率')), gaps: h('h2', null, z('Interruptions', '缺失与中断')) }, paper = h('p', { class: 'print-only' });
  const headed = (title, cls, ...body) => h('section', { class: 'panel ' + cls }, h('header', null, title), body);
  const page = h('div', { class: 'grid' }, panel(z('Trial run', '试运行'), 'w6', trial), panel(z('Limits', '中断计数'), 'w6', counters),
    headed(titles.year, '', days.node, box), headed(titles.gaps, 'flush', sum, list.node), panel(z('Reports and exports', '报表与导出'), 'no-print', papers));
  main.append(h('div', { class: 'head' }, h('h1', null, z('Compliance', '合规')),
    h('p', null, z('After clauses 4.5, 4.6 and 4.7; every number comes from the one list of interruptions.', '依据联网规范 4.5、4.6、4.7；同一份中断清单驱动本页所有数字')),
    aside), paper, trouble, holder,
  h('div', { class: 'print-only sign' }, [z('Prepared by', '填报人'), z('Checked by', '审核人'), z('Date', '日期')].map(words => h('div', null, words))));

  let uplink = new URLSearchParams(location.search).get('uplink') || '', year = '', chosen = null, data = null, gaps = null;
  const query = words => new URLSearchParams({ uplink, ...words }).toString();

  async function load() {
    data = await ask('/api/compliance?' + query(year ? { year } : {}));
    swap(holder, data.uplinks.length > 0, () => data.uplinks.length > 0 ? page
      : empty(z('No uplink has run yet: nothing is owed to a platform. What is counted here begins with its first acknowledgement.', '尚无上传通道运行过，没有应上传的数据。平台首次确认后开始统计。')));
    if (!data.uplinks.length) return;
    uplink = data.uplink;
    if (chosen == null || yearOf(chosen) !== data.year) {
      chosen = begin(data.year, 0, data.days.length);
      gaps = null;
    }
    show();
    await loadGaps();
    show();
  }
  async function loadGaps() {
    const from = monthFrom(chosen), answer = await ask('/api/gaps?' + query({ from, to: monthTo(chosen) }));
    if (from === monthFrom(chosen)) gaps = answer; // else somebody has moved on meanwhile
  }
  const tried = promise => promise.then(() => trouble.replaceChildren(), error => trouble.replaceChildren(failed(error)));

  function show() {
    const month = data.months[monthOf(chosen)];
    swap(aside, [data.uplinks, monthFrom(chosen)], () => [data.uplinks.length > 1 ? uplinks() : null,
      h('button', { class: 'btn', onclick: () => window.print() }, z('Print the report of ', '打印月报 ') + monthName(chosen))]);
    put(titles.year, z('Transfer rate by day, ', '每日传输率 ') + data.year);
    put(titles.gaps, z('Interruptions, ', '缺失与中断 ') + monthName(chosen));
    put(paper, [data.project, data.registration, data.uplink, `${day(monthFrom(chosen))} – ${day(Math.min(monthTo(chosen) - DAY, data.at))}`,
      z('counted through ', '统计截至 ') + stamp(data.through), z('printed ', '打印于 ') + stamp(Date.now())].filter(Boolean).join(' · '));
    swap(trial, data.trial, () => trialRows(data.trial, data.required));
    swap(counters, [data.lost, month, monthFrom(chosen)], () => counterRows(data, month, monthName(chosen)));
    days.show(data, chosen);
    showDay();
    showGaps(month);
    swap(papers, [uplink, chosen], paperRows);
  }
  function uplinks() {
    const select = h('select', { 'aria-label': z('Uplink', '上传通道'), onchange: () => { uplink = select.value; tried(load()); } },
      data.uplinks.map(name => h('option', { selected: name === uplink }, name)));
    return select;
  }

  function choose(at) {
    if (at < begin(data.year, 0, 1) || at >= begin(data.year, 0, 1) + data.days.length * DAY) return;
    const other = monthOf(at) !== monthOf(chosen);
    chosen = at;
    if (other) gaps = null;
    show();
    if (other) tried(loadGaps().then(show));
  }

  function showDay() {
    const rate = data.days[Math.round((chosen - begin(data.year, 0, 1)) / DAY)];
    const mine = gaps && gaps.gaps.filter(g => g.to > chosen && g.from < chosen + DAY).reverse();
    const figure = (words, value) => h('div', null, h('div', { class: 'k' }, words), h('div', { class: 'v num' }, value));
    swap(box, [chosen, rate, mine], () => [
      h('div', { class: 'stats' }, figure(z('Day', '日期'), day(chosen)), figure(z('On time', '按时到达'), percent(rate.rate)), figure(z('With backfill', '含补传'), percent(rate.withBackfill)),
        figure(z('Due', '应收'), num(rate.owed, 0)), figure(z('Received on time', '按时实收'), num(rate.onTime, 0))),
      mine && (mine.length ? h('ul', { class: 'events' }, mine.map(g => interruption(g, chosen)))
        : h('p', { class: 'mute' }, z('No interruption of more than 5 s on that day.', '当天没有超过 5 秒的中断。')))]);
  }

  function showGaps(month) {
    swap(sum, month, () => [z('On time ', '按时到达 '), h('b', null, percent(month.rate)), z(' · with backfill ', ' · 含补传 '), h('b', null, percent(month.withBackfill)),
      z(' · due ', ' · 应收 '), h('b', { class: 'num' }, num(month.owed, 0)), z(' · received on time ', ' · 按时实收 '), h('b', { class: 'num' }, num(month.onTime, 0)),
      month.doubt ? [' · ', h('b', null, z('in doubt', '数据存疑'))] : null]);
    list.show(gaps);
  }

  // ---- papers

  function paperRows() {
    const links = (path, words, formats) => formats.map(format => [' ', h('a', { class: 'btn slim', download: true, href: path + '?' + query({ ...words, format, lang }) }, format.toUpperCase())]);
    const report = (words, kind, at) => h('li', null, h('div', { class: 'grow' }, words), h('span', null, links('/api/report', { kind, at }, ['csv', 'xlsx', 'html'])));
    const local = at => day(at) + 'T00:00', instant = input => Date.parse(input.value + ':00+08:00');
    const from = h('input', { type: 'datetime-local', 'aria-label': z('From, Beijing time', '起（北京时间）'), value: local(chosen) });
    const to = h('input', { type: 'datetime-local', 'aria-label': z('To, Beijing time, exclusive', '止（北京时间，不含）'), value: local(chosen + DAY) });
    const values = h('span');
    const offer = () => values.replaceChildren(...(instant(from) < instant(to) && instant(to) - instant(from) <= 31 * DAY
      ? links('/api/values', { from: instant(from), to: instant(to) }, ['csv', 'xlsx']).flat() : [z('31 days at the most', '最多 31 天')]));
    [from, to].forEach(input => input.addEventListener('input', offer));
    offer();
    return h('ul', { class: 'todo' }, report(z('Daily report ', '日报 ') + day(chosen), 'day', day(chosen)), report(z('Monthly report ', '月报 ') + monthName(chosen), 'month', day(chosen)),
      report(z('Annual report ', '年报 ') + yearOf(chosen), 'year', day(chosen)), report(z('Trial run', '联网试运行'), 'trial', day(chosen)),
      h('li', null, h('div', { class: 'grow' }, z('Stored values, as they were read', '存储的原始值')), from, ' – ', to, values));
  }

  window.addEventListener('beforeprint', () => { if (gaps) show(); });
  setInterval(() => { if (!list.isWrittenIn()) tried(load()); }, MINUTE);
  await tried(load());
}

function trialRows(trial, required) {
  if (trial.state === 'NONE') {
    return [h('p', null, say(trial.words)), h('p', { class: 'small mute' }, z('It begins when the platform says phase 1. Where it does not, say when in the shell: ',
      '平台返回阶段 1 时开始；平台不返回时，在命令行中填写起始时间：'), h('span', { class: 'mono' }, 'firedamp:report --begin 2026-11-21T10:00 trial'))];
  }
  const rule = (level, words, value) => h('li', null, icon(level), h('span', null, words), h('b', null, value));
  const rest = trial.state !== 'RUNNING' || Number(trial.needed) === 0 ? '' : Number(trial.needed) > 100 ? z(' (cannot be reached any more)', '（已无法达到）')
    : z(` (the rest needs ${trial.needed} %)`, `（剩余时段需 ${trial.needed} %）`);
  return [h('div', { class: 'pair' }, h('span', null, z('since ', '自 ') + stamp(trial.begun)), h('span', { class: 'v' }, String(trial.done), h('span', { class: 'unit' }, z(` of ${trial.length} days`, ` / ${trial.length} 天`)))),
    h('div', { class: 'trial', role: 'img', 'aria-label': z(`${trial.done} of ${trial.length} days`, `已满 ${trial.done} / ${trial.length} 天`) },
      Array.from({ length: trial.length }, (_, i) => {
        const rate = trial.days[i] && trial.days[i].rate;
        return h('i', { class: i > trial.done || i >= trial.days.length ? 'fut' : i === trial.done ? 'now' : shade(rate), title: day(trial.first + i * DAY) + (rate ? ` ${rate} %` : '') });
      })),
    h('ul', { class: 'rules' },
      rule(trial.enough ? 'ok' : 'major', z(`Transfer rate at least ${required} %`, `累计传输率不低于 ${required} %`) + rest, percent(trial.rate)),
      rule(trial.state === 'INTERRUPTED' ? 'major' : 'ok', z('No interruption above 3 days, else it begins anew', '连续中断不超过 3 天，否则重新计时'), z('longest ', '最长 ') + span(trial.longest)),
      rule(trial.done >= trial.length ? 'ok' : 'run', z(`${trial.length} natural days`, `满 ${trial.length} 个自然日`), z('complete on ', '期满 ') + day(trial.ends))),
    trial.state === 'RUNNING' ? null : h('p', null, h('b', null, say(trial.words))),
    trial.restarts.length === 0 ? null : h('ul', { class: 'small mute' }, trial.restarts.map(r => h('li', null, stamp(r.at), z(' begun anew: ', ' 重新计时：'), say(r.why))))];
}

function counterRows(data, month, name) {
  const days = ms => (Math.ceil(ms / DAY * 100) / 100).toFixed(2); // never shorter than it is
  const meter = (ms, limit, words) => {
    const bar = h('i');
    bar.style.width = Math.min(100, ms / limit * 100) + '%';
    return h('div', { class: 'meter' + (ms > limit ? ' over' : ''), role: 'img', 'aria-label': words }, bar);
  };
  const count = (title, ms, limit, hint) => h('div', null, h('div', { class: 'pair' }, h('span', null, title),
    h('span', { class: 'v' }, days(ms), h('span', { class: 'unit' }, z(` / ${limit / DAY} d`, ` / ${limit / DAY} 天`)))),
  meter(ms, limit, `${title}: ${days(ms)} / ${limit / DAY}`), h('p', { class: 'small mute' }, hint));
  return h('div', { class: 'stack' },
    count(z(`Missing and interrupted in ${data.year}`, `${data.year} 年缺失与中断合计`), data.lost, data.lostLimit, data.doubt ? h('b', null, z('Above 20 days: the year is in doubt.', '超过 20 天：本年度数据存疑。'))
      : z(`Above 20 days the year is in doubt. At this pace about ${days(data.forecast)} d at its end.`, `超过 20 天则数据存疑。照此趋势，到年底约 ${days(data.forecast)} 天。`)),
    count(z('Longest without a break in ', '最长一次连续中断 ') + name, month.longest, data.longestLimit, [
      month.doubt ? h('b', null, z('Above 3 days: the month is in doubt.', '超过 3 天：该月数据存疑。')) : z('Above 3 days the month is in doubt.', '超过 3 天则该月数据存疑。'),
      month.running > 0 && z(` The present one lasts ${span(month.running)}.`, `当前中断已持续 ${span(month.running)}。`)]));
}
