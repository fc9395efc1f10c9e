// Is all well, since when, what is not and what to do; the way of the data; what counts; what is due.
import { ask, failed, h, icon, panel, problem, spark, swap, tag } from './kit.js';
import { day, figure, num, phase, say, span, stamp, z } from './words.js';
import { onEvent } from './live.js';
import { firstSteps } from './setup.js';
import { today } from './today.js';

const DAY = 864e5, MINUTE = 60e3;
const KEY = ['FONP', 'FOCH', 'PLCH', 'EXEC', 'EXHE']; // annex C of the standard
const value = (health, key) => health && health.figures[key] ? health.figures[key].value : null;

export async function overview(main, me) {
  const verdict = h('div'), problems = h('div'), dates = h('ul', { class: 'todo', 'aria-label': z('Dates', '期限') });
  const chain = h('div', { class: 'chain' }), rates = h('div', null, h('span', { class: 'skel' }));
  const tiles = h('div', { class: 'tiles' }), hours = h('div', null, h('span', { class: 'skel' }));
  let key = new Map(), uplinks = [], unexplained = 0;
  const first = h('section', { class: 'panel w7', 'aria-label': z('Verdict', '结论') }, verdict, problems, dates);
  main.append(h('div', { class: 'grid top' }, first,
    panel(z('Transfer rate', '数据传输率'), 'w5', rates),
    panel(z('From the plant to the platform', '数据从现场到平台'), '', chain),
    panel(z('Today', '今天'), '', hours),
    panel(z('Key values', '关键数据'), '', tiles)));
  const pace = paces();
  main.prepend(firstSteps(main.firstElementChild));
  onEvent({ event(live) {
    showVerdict(verdict, live);
    swap(problems, live.problems, () => live.problems.map(part => problem(part, me, 'h2')));
    first.className = 'panel w7' + (['MAJOR', 'CRITICAL'].includes(live.level) ? ' alert ' + live.level.toLowerCase() : '');
    showDates(dates, live, me, uplinks, unexplained);
    showChain(chain, live, pace(live), me);
    for (const [id, number, quality] of live.values) if (key.has(id)) key.get(id).show(number, quality, me);
  } });
  function trouble(node, error) {
    node.shown = null;
    node.replaceChildren(failed(error));
  }
  async function count() {
    try {
      const answer = await ask('/api/rates');
      uplinks = answer.uplinks;
      swap(rates, answer, () => rateRows(answer));
      today(hours, uplinks, answer.at).then(count => { unexplained = count; }, error => trouble(hours, error));
    } catch (error) {
      trouble(rates, error);
    }
  }
  setInterval(count, MINUTE);
  count();
  key = await keyValues(tiles);
}

/** The quantities that a reduction is computed from, as far as the site has them. */
async function keyValues(node) {
  const { points } = await ask('/api/points');
  const known = KEY.map(letters => points.find(p => p.code.startsWith(letters))).filter(Boolean);
  const shown = known.length ? known : points.slice(0, KEY.length);
  if (!shown.length) node.append(h('p', { class: 'mute' }, z('There are no points yet.', '尚无点位。')));
  const hours = shown.map(() => h('div', { class: 'hour' }));
  ask('/api/sparks').then(sparks => shown.forEach((p, i) => hours[i].append(spark(sparks.points[p.id], p.unit, p.decimals))), () => { /* the values are there */ });
  return new Map(shown.map((p, i) => {
    const value = h('div', { class: 'v' });
    node.append(h('a', { class: 'tile', href: '/point?id=' + encodeURIComponent(p.id) }, h('div', { class: 'k' }, say(p.name)), value, hours[i]));
    const show = (number, quality, me) => swap(value, [number, quality], () => number == null
      ? tag('MAJOR', say(me.qualities[quality])) : [num(number, p.decimals), ' ', h('span', { class: 'unit' }, p.unit)]);
    return [p.id, { show }];
  }));
}

function showVerdict(node, live) {
  const level = live.level === 'NOTICE' ? 'OK' : live.level;
  swap(node, [level, live.verdict, live.since, Math.floor(live.at / 1000)], () => h('div', { class: 'big' }, icon(level),
    h('div', null, h('h1', null, say(live.verdict) || z('No part of the gateway reports', '网关没有任何部分在运行')),
      live.since && h('p', null, z('since ', '自 ') + stamp(live.since) + z(', for ', ' 起，已 '), h('b', null, span(live.at - live.since))))));
}

function showDates(node, live, me, uplinks, unexplained) {
  const store = live.parts.find(part => part.subject === 'store');
  const days = value(store, 'days');
  const inspection = value(live.parts.find(part => part.subject === 'instruments'), 'next');
  const dates = [
    [z('Trial run complete', '试运行期满'), (uplinks.find(u => u.trialState === 'RUNNING') || {}).trialEnds],
    [z('Certificate of these pages ends', '页面证书到期'), me.certificate],
    [z('Next verification or calibration', '下次检定校准'), inspection == null ? null : live.at + inspection * DAY, '/register'],
    [z('Disk lasts until', '磁盘可用至'), days == null ? null : live.at + days * DAY],
  ].filter(([, at]) => at).sort((a, b) => a[1] - b[1]);
  const task = () => h('li', null, icon('NOTICE'), h('div', { class: 'grow' }, h('b', null, z(`Explain ${unexplained} interruption${unexplained === 1 ? '' : 's'} of today`, `填写今天 ${unexplained} 个中断的情况说明`))),
    h('a', { class: 'btn slim', href: '/compliance' }, z('Explain', '填写')));
  swap(node, [unexplained, dates.map(([name, at]) => [name, day(at)])], () => [unexplained ? task() : null, dates.map(([name, at, href]) => h('li', null,
    icon(at < live.at ? 'MAJOR' : at - live.at < 30 * DAY ? 'NOTICE' : 'OK'), h('div', { class: 'grow' }, href ? h('a', { href }, name) : name),
    h('span', { class: 'when' }, day(at) + left(Math.floor((at - live.at) / DAY)))))]);
}

const left = days => days < 0 ? z(`, ${-days} d overdue`, `，过期 ${-days} 天`) : z(`, in ${days} d`, `，还有 ${days} 天`);

/** How fast counts have grown over the last ten seconds. */
function paces() {
  const seen = [];
  return live => {
    seen.push(live);
    while (seen.length > 11) seen.shift();
    const old = seen[0], seconds = (live.at - old.at) / 1000;
    return (subject, key) => {
      const now = value(live.parts.find(p => p.subject === subject), key), then = value(old.parts.find(p => p.subject === subject), key);
      return seconds > 0 && now != null && then != null && now >= then ? (now - then) / seconds : null;
    };
  };
}

function showChain(node, live, pace, me) {
  const of = kind => live.parts.filter(part => part.subject.startsWith(kind));
  const named = name => live.parts.filter(part => part.subject === name);
  const sources = of('source '), uplinks = of('uplink '), store = named('store')[0], pipeline = named('pipeline')[0];
  const fresh = live.values.filter(([, v, , time]) => v != null && time && live.at - time < 3000).length;
  const slowest = Math.max(...sources.map(source => value(source, 'read.p50') ?? -1));
  const short = part => part.subject.slice(part.subject.indexOf(' ') + 1);
  const bad = part => part.level === 'MAJOR' || part.level === 'CRITICAL';
  const state = (part, words) => bad(part) ? tag(part.level, say(me.levels[part.level])) : words;
  const sum = (parts, f) => parts.map(f).reduce((all, one) => one == null ? all : (all ?? 0) + one, null);
  const most = key => { const all = uplinks.map(u => value(u, key)).filter(v => v != null); return all.length ? Math.max(...all) : null; };
  const ms = v => v == null || v < 0 ? '' : figure(v) + ' ms';
  const sent = sum(uplinks, u => pace(u.subject, 'sent')), acknowledged = sum(uplinks, u => pace(u.subject, 'acknowledged'));
  const packets = n => n == null ? z('no figures yet', '尚无数据') : n.toFixed(1) + z(' packets/s', ' 包/秒');
  const worst = parts => parts.some(p => p.level === 'CRITICAL') ? 'critical' : parts.some(p => p.level === 'MAJOR') ? 'major' : '';
  const none = words => [[h('span', { class: 'mute' }, words), '']];
  const box = (level, title, rows) => ({ level, title, rows });
  const nodes = [
    box(worst(sources), z('Plant', '现场'), sources.length
      ? sources.map(source => [short(source), state(source, figure(value(source, 'points')) + z(' points', ' 点'))])
      : none(z('no source is configured yet', '尚未配置数据源'))),
    box(worst([...named('pipeline'), ...named('store'), ...named('clock')]), z('Gateway', '网关'), pipeline || store ? [
      [z('frames stored', '已存数据帧'), figure(value(store, 'appended'))],
      [z('waiting for the disk', '等待写盘'), figure(value(pipeline, 'queue'))],
      [z('history', '历史数据'), figure(value(store, 'file')) + ' MB'],
    ] : none(z('no site is configured yet', '尚未配置站点'))),
    box(worst(uplinks), z('Uplink', '上传通道'), uplinks.length
      ? uplinks.map(uplink => [short(uplink), state(uplink, figure(value(uplink, 'in.flight')) + z(' in flight', ' 包待应答'))])
      : none(z('no uplink is configured yet', '尚未配置上传'))),
    box('', z('Platform', '全国平台'), uplinks.flatMap(uplink => [
      [z('acknowledged', '已确认'), figure(value(uplink, 'acknowledged'))],
      [z('refused', '被拒绝'), figure(value(uplink, 'refusals'))],
      [z('phase', '项目阶段'), phase(value(uplink, 'phase'))]])),
  ];
  const flows = [
    { cls: sources.some(bad) ? 'less' : '', up: z(`${fresh} of ${live.values.length} values`, `${fresh} / ${live.values.length} 值`), down: ms(slowest) && z('read in ', '读取 ') + ms(slowest) },
    { cls: '', up: packets(sent), down: ms(most('sending.p50')) && z('delay ', '延迟 ') + ms(most('sending.p50')) },
    { cls: uplinks.some(bad) ? 'cut' : '', up: acknowledged == null ? '' : acknowledged.toFixed(1) + z(' replies/s', ' 应答/秒'), down: ms(most('reply.p50')) && z('reply in ', '应答 ') + ms(most('reply.p50')) },
  ];
  const shown = nodes.map(n => [n.level, n.rows.map(([k, v]) => [k.textContent || k, v.textContent || v])]);
  swap(node, [shown, flows], () => nodes.flatMap((n, i) => [
    h('div', { class: 'node ' + n.level }, h('h3', null, icon(n.level || 'ok'), n.title),
      h('dl', null, n.rows.map(([k, v]) => [h('dt', null, k), h('dd', null, v)]))),
    flows[i] && h('div', { class: 'flow ' + flows[i].cls }, h('span', null, flows[i].up), h('span', { class: 'arrow' }), h('span', { class: 'dn' }, flows[i].down)),
  ].filter(Boolean)));
}

/** A dot on 80–100 %, never a truncated bar. */
function rateRows(answer) {
  if (!answer.uplinks.length) return h('p', { class: 'mute' }, z('No uplink has run yet: nothing is owed to a platform.', '尚无上传通道运行过，没有应上传的数据。'));
  const place = rate => Math.max(0, Math.min(100, (Number(rate) - 80) * 5)) + '%';
  const at = (node, rate) => { node.style.left = place(rate); return node; };
  const row = (label, r) => h('div', { class: 'rate' }, h('div', null, label), r.rate == null ? h('div', { class: 'mute small' }, z('nothing owed yet', '尚无应传数据'))
    : h('div', { class: 'scale', role: 'img', 'aria-label': `${label} ${r.rate} %, ${z('with backfill', '含补传')} ${r.withBackfill} %, ${z('required', '要求')} ≥ ${answer.required} %` },
      h('span', { class: 'bad' }), h('span', { class: 'lim' }), at(h('span', { class: 'dot all' }), r.withBackfill), at(h('span', { class: 'dot' }), r.rate)),
    h('div', { class: 'v' + (r.rate != null && !r.enough ? ' less' : '') }, r.rate == null ? '–' : [r.rate, h('span', { class: 'unit' }, ' %')]));
  return [answer.uplinks.map(u => h('div', { class: 'rates' },
    answer.uplinks.length > 1 && h('h3', null, u.uplink),
    row(z('Today', '今天'), u.today), row(z('This month', '本月'), u.month),
    u.trialRate ? row(z(`Trial run, ${u.trialDays} of ${u.trialLength} days`, `试运行 ${u.trialDays}/${u.trialLength} 天`), u.trialRate)
      : h('div', { class: 'rate' }, h('div', null, z('Trial run', '试运行')), h('div', { class: 'mute small' }, say(u.trial)), h('div')))),
  h('div', { class: 'legend' }, h('span', null, h('i', { class: 'on' }), z('on time', '按时到达')), h('span', null, h('i', { class: 'back' }), z('with backfill', '含补传')),
    h('span', null, z(`required ≥ ${answer.required} %`, `要求 ≥ ${answer.required} %`)))];
}
