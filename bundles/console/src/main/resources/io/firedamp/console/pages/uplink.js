// What goes over an uplink: the connection, where everything of today went, how long it took, stored data on command, the last packets.
import { ask, drawer, empty, facts, failed, h, icon, meter, panel, put, stats, swap, tag } from './kit.js';
import { hms, num, phase, say, seconds, span, stamp, when, z } from './words.js';
import { onEvent } from './live.js';

const OFTEN = 2000, USUAL = 5000, MINUTE = 60e3;
const BAD = ['AGAIN', 'REFUSED', 'UNANSWERED', 'EXPIRED'], REFUSED = ['AGAIN', 'REFUSED'];

export async function uplink(main, me) {
  const sub = h('p', { class: 'mono' }), choice = h('div', { class: 'seg', role: 'group', 'aria-label': z('Uplink', '上传通道'), hidden: true });
  const part = (title, cls) => { const body = h('div', null, h('span', { class: 'skel' })); return [body, panel(title, cls, body)]; };
  const [link, linkPanel] = part(z('Connection', '连接'), 'w4');
  const [today, todayPanel] = part(z('Where everything of today went', '今天的数据去向'), 'w4');
  const [delay, delayPanel] = part(z('Delay, last hour', '延迟，最近 1 小时'), 'w4');
  const [jobs, jobsPanel] = part(z('Backfill on command', '补传任务'), '');
  const list = packets(open), grid = h('div', { class: 'grid' }, linkPanel, todayPanel, delayPanel, jobsPanel, list.node), trouble = h('div');
  main.append(h('div', { class: 'head' }, h('h1', null, z('Uplink', '上传')), sub, choice), trouble, grid);

  let chosen = new URLSearchParams(location.search).get('uplink');
  let answer = null, rates = null, recalls = {}, live = null, asked = 0, counted = 0, moving = '';
  const named = (all, name) => (all || []).find(each => each.uplink === name);
  const mine = () => named(answer.uplinks, chosen) || answer.uplinks[0];

  async function load() {
    asked = live.at;
    try {
      answer = await ask('/api/uplinks');
      show();
    } catch (error) {
      trouble.shown = null;
      trouble.replaceChildren(failed(error));
    }
  }
  /** What changes slowly, and costs the gateway a look into its store. */
  async function count() {
    counted = live.at;
    const [newRates, newRecalls] = await Promise.allSettled([ask('/api/rates'), ask('/api/recalls')]);
    rates = newRates.value || rates;
    recalls = newRecalls.value || recalls;
    if (answer) show();
  }
  function show() {
    const uplink = mine();
    grid.hidden = !uplink;
    choice.hidden = answer.uplinks.length < 2;
    swap(choice, answer.uplinks.map(each => [each.uplink, each === uplink]), () => answer.uplinks.map(each =>
      h('button', { class: 'btn slim', 'aria-pressed': String(each === uplink), onclick: () => { chosen = each.uplink; list.clear(); show(); } }, each.uplink)));
    swap(trouble, !uplink, () => uplink ? [] : empty(z('No uplink runs. firedamp:access makes one of the access information; firedamp:status says what is wrong with one that is there.',
      '没有运行中的上传通道。请用 firedamp:access 录入接入信息；已有通道的问题见 firedamp:status。')));
    if (!uplink) return put(sub, '');
    put(sub, [uplink.uplink, uplink.project].filter(Boolean).join(' · '));
    showLink(link, uplink, live, me);
    showToday(today, uplink, named(rates && rates.uplinks, uplink.uplink), live.at);
    showDelays(delay, uplink, answer.bounds);
    showJobs(jobs, uplink, recalls[uplink.uplink] || [], live.at, giveUp);
    list.show(uplink.packets, answer.states, live.at);
    const errands = uplink.errands.map(errand => errand.id).join();
    if (errands !== moving) { moving = errands; counted = 0; } // one came, or is done: the store knows
  }
  async function giveUp(id, said) {
    try {
      await ask('/api/recalls/cancel', { uplink: mine().uplink, id });
    } catch (error) {
      said.replaceChildren(failed(error));
    }
  }
  async function open(packet) {
    const uplink = mine(), content = h('div', { class: 'stack' }, h('span', { class: 'skel' }));
    drawer(z('Packet of ', '数据包 ') + stamp(packet.ctime), facts([
      [z('State', '状态'), say(answer.states[packet.state])],
      [z('Request', '请求序列号'), h('span', { class: 'mono' }, packet.id)],
      [z('Topic', '主题'), h('span', { class: 'mono' }, uplink.link.topic)],
      [z('Measured, sent, answered', '产生、上传、应答'), [hms(packet.ctime), hms(packet.utime), packet.answered ? hms(packet.answered) : '–'].join(' → ')],
      packet.reason && [z('The platform says', '平台原因'), packet.reason]].filter(Boolean)), content);
    try {
      const { exchanges } = await ask(`/api/packet?uplink=${encodeURIComponent(uplink.uplink)}&number=${packet.number}`);
      content.replaceChildren(h('p', { class: 'small mute' }, z('Decrypted. That you look at it is in the log.', '以下为解密后的内容，本次查看已记入日志。')), ...exchanges.flatMap(each => [
        h('h3', null, z('Sent ', '发送 ') + hms(each.at)), h('pre', { tabindex: '0', role: 'region', 'aria-label': z('What was sent', '发送内容') }, laid(each.sent)),
        h('h3', null, z('Reply', '平台应答')), each.reply ? h('pre', { tabindex: '0', role: 'region', 'aria-label': z('Reply', '平台应答') }, laid(each.reply)) : h('p', { class: 'mute' }, z('none', '无'))]));
    } catch (error) {
      content.replaceChildren(failed(error));
    }
  }

  onEvent({ event(event) {
    live = event;
    if (document.hidden) return;
    if (live.at - asked >= (moving ? OFTEN : USUAL)) load();
    if (live.at - counted >= MINUTE) count();
  } });
}

function showLink(node, uplink, live, me) {
  const part = live.parts.find(each => each.subject === 'uplink ' + uplink.uplink), link = uplink.link;
  const figure = key => part && part.figures[key] ? part.figures[key].value : null;
  const state = (link.up ? z('connected since ', '已连接，自 ') : z('not connected since ', '未连接，自 ')) + when(link.since, live.at);
  const bad = part && part.level !== 'OK';
  const rows = [
    [z('State', '状态'), link.up ? state : ['CRITICAL', state]],
    bad && [say(me.levels[part.level]), [part.level, say(part.cause)]],
    bad && [z('Remedy', '处理'), say(part.remedy)],
    [z('Broker', '服务器'), link.broker + (link.localEnd ? ' · ' + link.localEnd : '')],
    [z('Client id', '客户端'), link.clientId],
    [z('Topic', '主题'), link.topic],
    [z('Encryption', '加密'), say(link.cipher)],
    [z('Phase', '项目阶段'), phase(figure('phase'))],
    [z('Window', '窗口'), z(`${uplink.today.inFlight} of ${link.window} wait for a reply`, `${uplink.today.inFlight} / ${link.window} 包待应答`)],
    [z('Heartbeats', '心跳'), z(`${num(figure('heartbeats.accepted'), 0)} of ${num(figure('heartbeats'), 0)} accepted`, `${num(figure('heartbeats.accepted'), 0)} / ${num(figure('heartbeats'), 0)} 已接收`)],
  ].filter(Boolean);
  swap(node, rows, () => facts(rows.map(([term, value]) => [term, Array.isArray(value) ? h('span', { class: value[0].toLowerCase() }, icon(value[0]), ' ', value[1]) : value])));
}

/** Both sides of the sum, of values as the transfer rate counts them and of packets as they are just now. */
function showToday(node, uplink, rate, at) {
  const p = uplink.today, v = rate && rate.today, rows = [
    [z('due', '应发'), v && v.owed, p.due],
    [z('acknowledged in time', '按时确认'), v && v.onTime, p.acknowledged],
    [z('handed over, no reply asked', '已交付，无需应答'), v && v.published, p.published],
    [z('refused', '被拒绝'), v && v.refused, p.refused],
    [z('unanswered', '无应答'), v && v.unanswered, p.unanswered],
    [z('expired before sending', '过期未发'), v && v.expired, p.expired],
    [z('not measured, or not to be sent', '未采集或不上传'), v && v.missing, null],
    [z('in flight', '在途'), null, p.inFlight],
    [z('waiting', '待发'), null, p.waiting],
  ];
  const sum = i => rows.slice(1).reduce((all, row) => all + (row[i] || 0), 0);
  const verdict = (due, found) => due === found ? [num(found, 0), ' ', icon('OK')] : tag('CRITICAL', num(found, 0));
  const always = [0, 1, 7, 8], shown = rows.filter((row, i) => always.includes(i) || row[1] || row[2]);
  swap(node, [shown, rate && rate.through, p.since], () => [
    h('table', { class: 'sum' },
      h('thead', null, h('tr', null, h('th', { scope: 'col' }, z('Today', '今天')), h('th', { scope: 'col', class: 'right' }, z('values', '值')), h('th', { scope: 'col', class: 'right' }, z('packets', '数据包')))),
      h('tbody', null, shown.map(([words, values, packets]) => h('tr', null, h('th', { scope: 'row' }, words), h('td', { class: 'right num' }, num(values, 0)), h('td', { class: 'right num' }, num(packets, 0))))),
      h('tfoot', null, h('tr', null, h('th', { scope: 'row' }, z('found again', '合计')), h('td', { class: 'right num' }, v ? verdict(v.owed, sum(1)) : '–'), h('td', { class: 'right num' }, verdict(p.due, p.found))))),
    h('p', { class: 'small mute' }, p.due === p.found ? z('Both sides agree. ', '两侧相等。') : z('The sides differ: please report this defect. ', '两侧不等，请报告此缺陷。'),
      rate && rate.through ? z(`Values through ${hms(rate.through)}`, `值统计至 ${hms(rate.through)}`) : z('Values are not counted yet', '值尚未统计'),
      p.since ? z(`, packets since ${when(p.since, at)}. `, `，数据包自 ${when(p.since, at)} 起。`) : '. ',
      z('A receipt of the broker is no delivery: only a reply of the platform itself counts.', 'PUBACK 不算送达，只认平台的应答包。')),
    v && (v.late || v.backfilled) ? h('p', { class: 'small mute' }, z(`Of those that missed their time, ${num(v.late, 0)} were delivered late and ${num(v.backfilled, 0)} on command.`, `未按时送达的值中，迟到送达 ${num(v.late, 0)}，按指令补传 ${num(v.backfilled, 0)}。`)) : null]);
}

function showDelays(node, uplink, bounds) {
  const { counts, packets, p50, p99, max } = uplink.delays, limit = uplink.link.fresh, top = Math.max(1, ...counts);
  const names = counts.map((_, i) => i < bounds.length ? '≤ ' + bounds[i] / 1000 : '> ' + bounds[i - 1] / 1000);
  const words = key => packets ? seconds(key) : '–';
  swap(node, [uplink.delays, limit], () => {
    const bars = counts.map((n, i) => h('i', { class: i && bounds[i - 1] >= limit ? 'late' : '', title: `${names[i]} s: ${n}` }));
    bars.forEach((bar, i) => { bar.style.height = counts[i] ? Math.max(2, Math.sqrt(counts[i] / top) * 100) + '%' : '0'; });
    return [
      h('div', { class: 'hist', role: 'img', 'aria-label': z('Distribution: ', '分布：') + names.map((name, i) => `${name} s: ${counts[i]}`).join(', ') }, bars),
      h('div', { class: 'hist-x', 'aria-hidden': 'true' }, names.map(name => h('span', null, name.replace('≤ ', '')))),
      stats([['p50', words(p50), 's'], ['p99', words(p99), 's'], [z('max', '最大'), words(max), 's'], [z('limit', '上限'), limit / 1000, 's']]),
      h('p', { class: 'small mute' }, z(`${num(packets, 0)} packets, from the measurement to the reply of the platform, in seconds; heights are square roots.`, `${num(packets, 0)} 包，从采集到平台应答，单位秒；高度为平方根。`))];
  });
}

function showJobs(node, uplink, served, at, giveUp) {
  const period = each => h('b', null, `${stamp(each.from)} – ${stamp(each.to - 1000)}`);
  swap(node, [uplink.errands, served], () => [
    uplink.errands.map(errand => {
      const share = (errand.next - errand.from) / Math.max(1, errand.to - errand.from), said = h('div');
      return h('article', { class: 'job' },
        h('div', { class: 'pair' }, period(errand), h('span', null, z(`${Math.floor(share * 100)} % · ${errand.packets} packets`, `${Math.floor(share * 100)} % · ${errand.packets} 包`))),
        meter(share, z('Backfill progress', '补传进度')),
        h('div', { class: 'small mute pair' }, h('span', { class: 'mono' }, errand.id),
          h('span', null, errand.left == null ? z('time left is known after the first packet', '首包之后可知剩余时间') : z('about ', '约剩余 ') + span(errand.left) + z(' left', '')),
          h('span', null, h('button', { class: 'link', type: 'button', onclick: () => giveUp(errand.id, said) }, z('Give up', '取消')), z(': the platform is told nothing, and may ask again', '：不通知平台，平台可再次下发'))), said);
    }),
    served.map(each => h('article', { class: 'job' },
      h('div', { class: 'pair' }, period(each), h('span', { class: 'mute' }, z(`done ${when(each.at, at)} · ${num(each.packets, 0)} packets · ${num(each.instants, 0)} instants`, `${when(each.at, at)} 完成 · ${num(each.packets, 0)} 包 · ${num(each.instants, 0)} 帧`))),
      h('div', { class: 'small mute mono' }, each.id))),
    !uplink.errands.length && !served.length ? h('p', { class: 'mute' }, z('The platform has asked for nothing.', '平台没有下发补传指令。')) : null,
    h('p', { class: 'small mute' }, z('Stored data go only on command of the platform, an hour in a packet, live packets first.', '只按平台指令补传，每包 1 小时，实时数据优先。'))]);
}

/** The table of the last packets: rows stay what they are, new ones come on top; it stands still under the pointer. */
function packets(open) {
  const find = h('input', { type: 'search', placeholder: z('request or time', '请求序列号或时间'), 'aria-label': z('Search', '搜索') });
  const filters = [() => true, row => REFUSED.includes(row.packet.state) || row.packet.reason, row => row.packet.attempts > 1];
  const buttons = filters.map((_, i) => h('button', { class: 'btn slim', 'aria-pressed': String(i === 0), onclick: () => { filter = i; sift(); } }));
  const heads = [[z('State', '状态')], [z('Delay', '延迟'), 'right'], [z('Measured', '产生 ctime')], [z('Sent', '上传 utime')], [z('Request id', '请求序列号')],
    [z('Flag', '边界 flag')], [z('Values', '值'), 'right'], [z('Tries', '次数'), 'right'], [z('The platform says', '平台原因')]];
  const body = h('tbody'), none = h('p', { class: 'empty', hidden: true }, z('No packet matches.', '没有符合条件的数据包。'));
  const node = h('section', { class: 'panel flush', 'aria-label': z('Last packets', '最近数据包') },
    h('header', null, h('h2', null, z('Last packets', '最近数据包')), h('span', { class: 'small mute' }, z('stand still under the pointer', '停留在鼠标处时暂停'))),
    h('div', { class: 'bar in' }, h('div', { class: 'seg', role: 'group', 'aria-label': z('Filter', '筛选') }, buttons), find),
    h('div', { class: 'scroll' }, h('table', { class: 'cards' }, h('thead', null, h('tr', null, heads.map(([words, cls]) => h('th', { class: cls, scope: 'col' }, words)))), body)), none);
  let rows = new Map(), filter = 0;
  find.addEventListener('input', () => sift());

  function sift() {
    const wanted = find.value.trim(), all = [...rows.values()];
    for (const row of all) row.node.hidden = !(filters[filter](row) && [row.packet.id, hms(row.packet.ctime), hms(row.packet.utime)].some(text => text.includes(wanted)));
    [z('All', '全部'), z('Refused', '被拒绝'), z('Sent again', '重发')].forEach((words, i) => {
      put(buttons[i], `${words} ${all.filter(filters[i]).length}`);
      buttons[i].setAttribute('aria-pressed', String(i === filter));
    });
    none.hidden = all.some(row => !row.node.hidden);
  }
  function make() {
    const row = { state: h('td'), delay: h('td', { class: 'right num' }), ctime: h('td', { class: 'num', 'data-k': 'ctime' }), utime: h('td', { class: 'num', 'data-k': 'utime' }),
      id: h('button', { class: 'link mono', type: 'button', 'aria-haspopup': 'dialog' }), flag: h('td', { class: 'hide' }), values: h('td', { class: 'right num', 'data-k': z('values', '值') }),
      attempts: h('td', { class: 'right num', 'data-k': z('tries', '次数') }), reason: h('td', { class: 'full' }) };
    row.node = h('tr', { class: 'go', onclick: () => { row.id.focus(); open(row.packet); } }, row.state, row.delay, row.ctime, row.utime, h('td', { class: 'full' }, row.id), row.flag, row.values, row.attempts, row.reason);
    return row;
  }
  function update(row, packet, states, at) {
    row.packet = packet;
    const bad = BAD.includes(packet.state), words = say(states[packet.state]);
    row.node.classList.toggle('bad', bad);
    swap(row.state, [bad, words], () => bad ? tag('MAJOR', words) : h('span', { class: 'mute' }, words));
    put(row.delay, packet.answered ? seconds(packet.answered - packet.ctime) + ' s' : '–');
    put(row.ctime, when(packet.ctime, at));
    put(row.utime, when(packet.utime, at));
    put(row.id, packet.id);
    put(row.flag, String(packet.part));
    put(row.values, String(packet.values));
    put(row.attempts, String(packet.attempts));
    put(row.reason, packet.reason);
  }
  function show(list, states, at) {
    if (body.matches(':hover')) return;
    const kept = new Map();
    for (const [number, id, part, ctime, utime, values, attempts, state, answered, reason] of [...list].reverse()) { // the oldest first: each goes on top
      let row = rows.get(number);
      if (!row) { row = make(); body.prepend(row.node); }
      update(row, { number, id, part, ctime, utime, values, attempts, state, answered, reason }, states, at);
      kept.set(number, row);
    }
    for (const [number, row] of rows) if (!kept.has(number)) row.node.remove();
    rows = kept;
    sift();
  }
  const clear = () => { rows = new Map(); body.replaceChildren(); };
  return { node, show, clear };
}

/** JSON on many lines, each character of it as it was sent: parsing would make 1 of 1.000. */
export function laid(text) {
  let out = '', depth = 0, quoted = false;
  const line = () => '\n' + '  '.repeat(Math.max(0, depth));
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      out += c === '\\' ? c + (text[++i] || '') : c;
      quoted = c !== '"';
    } else if (c === '{' || c === '[') { depth++; out += c + line(); }
    else if (c === '}' || c === ']') { depth--; out += line() + c; }
    else if (c === ',') out += c + line();
    else if (c === ':') out += ': ';
    else if (!/\s/.test(c)) { out += c; quoted = c === '"'; }
  }
  return out.replace(/\{\s+("val": \S+)\s+\}/g, '{ $1 }');
}
