// The site's clock: how far it can be believed, what each time server says, what is on record.
import { ask, empty, facts, failed, h, panel, problem, swap, tag, wide } from './kit.js';
import { num, say, span, stamp, z } from './words.js';
import { onEvent } from './live.js';

const EVERY = 5000;
const ms = value => value == null ? '–' : Math.abs(value) < 1000 ? num(value, 3) + ' ms' : num(value / 1000, 3) + ' s';
// as the clock's own health has them
const LEVELS = { DIFFERS: 'MAJOR', LIAR: 'NOTICE', SILENT: 'NOTICE', REFUSES: 'NOTICE' };

export async function clock(main, me) {
  const state = h('div', null, h('span', { class: 'skel' })), problems = h('div'), servers = h('tbody'), events = h('tbody');
  const noServers = h('div'), noEvents = h('div');
  const table = (label, heads, body) => wide(label, h('table', { class: 'cards' }, h('thead', null, h('tr', null, heads.map(([words, cls]) => h('th', { class: cls, scope: 'col' }, words)))), body));
  main.append(h('div', { class: 'head' }, h('h1', null, z('Clock', '时钟'))),
    h('div', { class: 'grid' },
      panel(z('Site clock', '站点时钟'), 'w5', state), panel(z('What is not normal', '异常'), 'w7', problems),
      h('section', { class: 'panel flush', 'aria-label': z('Time servers', '时间服务器') }, h('header', null, h('h2', null, z('Time servers', '时间服务器')),
        h('p', { class: 'small mute' }, z('Offset is how far the site clock is behind a server.', '偏差为站点时钟落后于服务器的时间。'))),
      table(z('Time servers', '时间服务器'), [[z('Server', '服务器')], [z('Verdict', '判定')], [z('Offset', '偏差'), 'right'], [z('Delay', '时延'), 'right'], [z('Jitter', '抖动'), 'right'], [z('Stratum', '层级'), 'right'],
        [z('Last eight answers', '最近八次应答')], [z('Asked every', '查询间隔'), 'right']], servers), noServers),
      h('section', { class: 'panel flush', 'aria-label': z('On record', '记录') }, h('header', null, h('h2', null, z('On record', '记录')),
        h('p', { class: 'small mute' }, z('Steps of the clock, and the daily checks of the secondary server; the newest first.', '时钟调整与二级服务器每日核查，最新在前。'))),
      table(z('On record', '记录'), [[z('Time', '时间')], [z('What', '事件')], [z('Whose', '对象')], [z('Against', '比对')], [z('Difference', '偏差'), 'right'], [z('Limit', '限值'), 'right'], [z('Result', '结果')]], events), noEvents)));

  let level = 'UNKNOWN';
  async function load() {
    try {
      const kept = await ask('/api/clock');
      swap(state, [level, kept.state, kept.since, kept.comparison, kept.ahead, kept.serving], () => standing(kept, level));
      swap(servers, kept.servers, () => kept.servers.map(server));
      swap(noServers, kept.servers.length, () => kept.servers.length ? [] : [empty(z('No time server is named. Name them in etc/io.firedamp.clock.sync.cfg, the official one first.', '尚未配置时间服务器。请在 etc/io.firedamp.clock.sync.cfg 中填写，官方服务器在前。'))]);
      swap(events, kept.events, () => kept.events.map(event));
      swap(noEvents, kept.events.length, () => kept.events.length ? [] : [empty(z('Nothing yet: no clock was set, and no secondary server checked.', '尚无记录：未发生时钟调整，也没有二级服务器核查。'))]);
    } catch (error) {
      state.shown = null;
      state.replaceChildren(failed(error));
    }
  }
  onEvent({ event(live) {
    const parts = live.parts.filter(part => part.subject === 'clock' || part.subject.startsWith('clock ')), wrong = parts.filter(part => part.level !== 'OK');
    const before = level;
    level = (parts.find(part => part.subject === 'clock') || { level: 'UNKNOWN' }).level;
    if (level !== before) load();
    swap(problems, wrong, () => wrong.length ? wrong.map(part => problem(part, me)) : h('p', { class: 'mute' }, z('Nothing.', '无。')));
  } });
  setInterval(() => document.hidden || load(), EVERY);
  await load();
}

function standing(kept, level) {
  const truth = kept.comparison;
  return facts([
    [z('State', '状态'), tag(level, say(kept.state))],
    [z('Since', '自'), stamp(kept.since)],
    say(kept.explanation) && [z('Why', '说明'), say(kept.explanation)],
    [z('Follows', '跟随'), kept.own ? z('the time servers', '时间服务器') : z('the system clock', '系统时钟')],
    [z('Ahead of that', '超前于它'), ms(kept.ahead)],
    truth && [z('Behind the true time', '落后于标准时间'), z(`${ms(truth.offset)}, as ${truth.server} says`, `${ms(truth.offset)}（据 ${truth.server}）`)],
    truth && [z('Error, estimated', '误差估计'), ms(truth.estimate)],
    truth && [z('Last answer', '最近应答'), z(span(truth.age) + ' ago', span(truth.age) + '前')],
    truth && [z('Hold-over', '守时'), truth.heldOver
      ? truth.left > 0 ? tag('NOTICE', z('yes; good for ', '是；还可维持 ') + span(truth.left)) : tag('MAJOR', z('yes; used up', '是；已超限'))
      : z('no; would last ', '否；可维持 ') + span(truth.left)],
    kept.serving && [z('Serves time', '授时'), z(`UDP ${kept.serving.port}: ${num(kept.serving.answered, 0)} answered, ${num(kept.serving.ignored, 0)} ignored`,
      `UDP ${kept.serving.port}：已应答 ${num(kept.serving.answered, 0)}，忽略 ${num(kept.serving.ignored, 0)}`)],
  ].filter(Boolean));
}

function server(one) {
  const answers = Array.from({ length: 8 }, (_, i) => one.reach >> 7 - i & 1 ? '●' : '○').join('');
  const count = answers.split('●').length - 1;
  const level = LEVELS[one.verdict];
  return h('tr', { class: level === 'MAJOR' ? 'bad' : null }, h('td', null, h('span', { class: 'mono' }, one.address)),
    h('td', { class: 'full' }, level ? tag(level, say(one.judged)) : one.verdict === 'BELIEVED' ? h('b', null, say(one.judged)) : say(one.judged), say(one.why) && h('div', { class: 'small mute' }, say(one.why))),
    [[z('offset', '偏差'), ms(one.offset)], [z('delay', '时延'), ms(one.delay)], [z('jitter', '抖动'), ms(one.jitter)], [z('stratum', '层级'), one.stratum == null ? '–' : String(one.stratum)]]
      .map(([k, words]) => h('td', { class: 'right num', 'data-k': k }, words)),
    h('td', { 'data-k': z('answers', '应答') }, h('span', { class: 'mono', role: 'img', 'aria-label': z(`${count} of the last 8 answered`, `最近 8 次中应答 ${count} 次`) }, answers)),
    h('td', { class: 'right num', 'data-k': z('every', '间隔') }, span(one.interval)));
}

function event(one) {
  const wrong = one.result === 'OFF' || one.result === 'SILENT';
  const whose = { system: z('the system clock', '系统时钟'), site: z('the site clock', '站点时钟') }[one.kind === 'STEP' ? one.subject : ''] || one.subject;
  return h('tr', { class: wrong ? 'bad' : null }, h('td', { class: 'num' }, stamp(one.time)), h('td', null, say(one.happened)), h('td', null, whose), h('td', { class: 'mono' }, one.against),
    h('td', { class: 'right num', 'data-k': z('difference', '偏差') }, ms(one.difference)), h('td', { class: 'right num', 'data-k': z('limit', '限值') }, one.limit == null ? '' : ms(one.limit)),
    h('td', null, wrong ? tag('MAJOR', say(one.ended)) : say(one.ended)));
}
