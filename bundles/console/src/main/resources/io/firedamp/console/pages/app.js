// The frame of every page: the state line, which is always in sight, and the tabs.
import { ask, h, icon, put, sign, swap, failed } from './kit.js';
import { choose, day, hms, lang, say, span, when, z } from './words.js';
import { onEvent, start } from './live.js';
import { login } from './login.js';
import { overview } from './overview.js';
import { points } from './points.js';
import { point } from './point.js';
import { sources } from './sources.js';
import { clock } from './clock.js';
import { uplink } from './uplink.js';
import { register } from './register.js';
import { setup } from './setup.js';
import { table } from './table.js';
import { compliance } from './compliance.js';
import { configuration } from './configuration.js';

// a page with a tab of another is reached from there
const PAGES = {
  '/': { title: z('Overview', '概览'), build: overview },
  '/points': { title: z('Points', '点位'), build: points },
  '/point': { title: z('Points', '点位'), build: point, tab: '/points' },
  '/compliance': { title: z('Compliance', '合规'), build: compliance },
  '/uplink': { title: z('Uplink', '上传'), build: uplink },
  '/sources': { title: z('Sources', '数据源'), build: sources },
  '/table': { title: z('Point table', '点位表'), build: table },
  '/clock': { title: z('Clock', '时钟'), build: clock },
  '/register': { title: z('Register', '台账'), build: register },
  '/configuration': { title: z('Configuration', '配置'), build: configuration, admin: true },
  '/setup': { title: z('First steps', '首次配置'), build: setup },
};
const here = location.pathname, page = PAGES[here];

const languages = h('span', { class: 'lang', role: 'group', 'aria-label': z('Language', '语言') },
  [['zh', '中文'], ['en', 'EN']].map(([code, name]) =>
    h('button', { type: 'button', lang: code, 'aria-pressed': String(code === lang), onclick: () => choose(code) }, name)));
const toLogin = () => '/login?next=' + encodeURIComponent(here + location.search);

async function leave() {
  await ask('/api/logout', {}).catch(() => { /* then the session is over already */ });
  location.assign('/login');
}

function frame(me) {
  const verdict = h('div', { class: 'verdict', 'aria-live': 'polite' });
  const since = h('span', { class: 'since' });
  const date = h('span', { class: 'date' }), time = h('span');
  const state = h('div', { class: 'state', role: 'region', 'aria-label': z('State', '总体状态') },
    h('div', { class: 'state-in' }, verdict, since, h('span', { class: 'site' }, me.project),
      h('span', { class: 'time' }, date, time, ' ', h('small', null, z('Beijing time', '北京时间'))), languages,
      h('button', { class: 'btn slim', onclick: leave, title: me.user }, z('Log out', '退出'))));
  const tabs = h('nav', { class: 'tabs', 'aria-label': z('Pages', '页面') }, Object.keys(PAGES).filter(path => !PAGES[path].tab && (!PAGES[path].admin || me.admin)).map(path =>
    h('a', { href: path, 'aria-current': path === (page.tab || here) ? 'page' : null }, PAGES[path].title)));
  const note = h('div', { class: 'note', role: 'alert', hidden: true });
  const main = h('main', { id: 'fd-main', tabindex: '-1' });
  document.body.append(h('a', { class: 'skip', href: '#fd-main' }, z('Skip to content', '跳到正文')), h('header', null, state), tabs, note, main);

  function show(level, words) {
    state.dataset.level = level.toLowerCase();
    swap(verdict, [level, words], () => [icon(level), h('span', null, words)]);
    document.title = sign(level) + page.title + ' · Firedamp';
  }
  onEvent({
    event(live) {
      const level = live.level === 'NOTICE' ? 'OK' : live.level;
      show(level, say(live.verdict) || z('No part of the gateway reports', '网关没有任何部分在运行'));
      put(since, live.since ? z('since ', '自 ') + when(live.since, live.at) + z(', ', ' 起，') + span(live.at - live.since) : '');
      put(date, day(live.at) + ' ');
      put(time, hms(live.at));
    },
    stale(now, last) {
      note.hidden = !now;
      if (now) {
        show('UNKNOWN', z('This page is not live', '页面未更新'));
        put(note, last
          ? z(`Nothing was heard since ${hms(last.at)}. What you see is from then. The page connects again by itself.`,
            `自 ${hms(last.at)} 起未收到数据，以下为当时的值。页面会自动重连。`)
          : z('Nothing was heard from the gateway yet. The page connects by itself.', '尚未收到网关数据，页面会自动连接。'));
      }
    },
    ended() {
      note.hidden = false;
      note.replaceChildren(z('The session has ended. ', '会话已结束。'), h('a', { href: toLogin() }, z('Log in again', '重新登录')));
    },
  });
  return main;
}

async function run() {
  if (!page) return login(languages);
  try {
    const me = await ask('/api/me');
    const main = frame(me);
    start();
    await page.build(main, me);
  } catch (error) {
    if (error.status === 401) location.replace(toLogin());
    else document.body.append(failed(error));
  }
}
run();
