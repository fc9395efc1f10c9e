// What was missing and why, and what people say of it.
import { ask, empty, failed, h, icon, swap } from './kit.js';
import { day, hms, num, say, span, stamp, z } from './words.js';
import { DAY } from './months.js';

const LONGEST_TEXT = 1000; // as the gateway takes it

/** An interruption in words, as far as it lies in a day. */
export const interruption = (gap, from) => h('li', null, h('b', { class: 'num' }, hms(Math.max(gap.from, from)), ' – ',
  gap.open ? z('now', '现在') : gap.to >= from + DAY ? '24:00:00' : hms(gap.to)), h('span', { class: 'num' }, span(gap.to - gap.from)),
h('span', null, gap.source ? gap.source + z(': ', '：') : '', say(gap.cause)), h('span', { class: 'mute' }, backfill(gap)));
const backfill = gap => !gap.stored ? z('not collected', '未采集') : gap.recalled >= gap.to - gap.from ? z('backfilled', '已补传')
  : gap.recalled ? z(span(gap.recalled) + ' backfilled', '已补传 ' + span(gap.recalled)) : z('not backfilled', '未补传');

/**
 * A list to explain gaps in. What was typed and is not saved stays, whatever is shown meanwhile.
 *
 * @param reload asks for the gaps anew and shows them; says itself if that fails
 */
export function gapList(reload) {
  const node = h('div'), drafts = new Map(); // by gap
  const heads = [[z('Begin', '开始')], [z('End', '结束')], [z('Length', '时长'), 'right'], [z('Cause', '原因')], [z('Points', '点数'), 'right'], [z('Values lost', '缺失值数'), 'right'], [z('Backfill', '补传')], [z('Explanation', '情况说明')]];
  let shown = null;

  /** @param gaps as /api/gaps has them; null while they are on their way */
  function show(gaps) {
    shown = gaps;
    swap(node, [gaps, [...drafts.keys()]], () => [
      gaps == null ? h('span', { class: 'skel' }) : gaps.gaps.length === 0
        ? empty(z('No interruption of more than 5 s in this month.', '本月没有超过 5 秒的中断。'))
        : h('div', { class: 'scroll' }, h('table', { class: 'cards' },
          h('thead', null, h('tr', null, heads.map(([words, cls]) => h('th', { scope: 'col', class: cls }, words)))), h('tbody', null, gaps.gaps.map(gapRow)))),
      h('p', { class: 'foot' }, gaps && gaps.all > gaps.gaps.length && z(`The newest ${gaps.gaps.length} of ${gaps.all}; the monthly report has all. `, `仅列出最近 ${gaps.gaps.length} 条，共 ${gaps.all} 条，月报中有全部。`),
        z('What is missing for more than 5 s is listed by itself; explanations are added, never changed, with name and time.', '超过 5 秒的中断自动列入；说明只能追加，不能修改，保留填写人和时间。'))]);
  }
  function gapRow(gap) {
    return h('tr', null, h('td', { class: 'num' }, stamp(gap.from)), h('td', { class: 'num', 'data-k': '–' }, gap.open ? z('goes on', '进行中') : day(gap.to) === day(gap.from) ? hms(gap.to) : stamp(gap.to)),
      h('td', { class: 'right num' }, span(gap.to - gap.from)), h('td', { class: 'full' }, say(gap.cause), gap.source && h('div', { class: 'small mute mono' }, gap.source)),
      h('td', { class: 'right num', 'data-k': z('points', '点数') }, num(gap.points, 0)), h('td', { class: 'right num', 'data-k': z('lost', '缺失值') }, num(gap.lost, 0)), h('td', null, backfill(gap)),
      h('td', { class: 'full' }, gap.explanations.map(e => h('div', { class: 'said' }, e.text, h('div', { class: 'small mute' }, [e.by, stamp(e.at)].filter(Boolean).join(' · ')))),
        drafts.has(gap.id) ? explaining(gap) : h('button', { class: 'btn slim', 'data-gap': gap.id, onclick: () => open(gap) },
          gap.explanations.length ? z('Add', '补充说明') : [icon('notice'), z('Explain', '填写说明')])));
  }
  const control = id => [...node.querySelectorAll('[data-gap]')].find(each => each.dataset.gap === id);
  function open(gap) {
    drafts.set(gap.id, '');
    show(shown);
    control(gap.id).focus();
  }
  function explaining(gap) {
    const text = h('textarea', { 'data-gap': gap.id, maxlength: LONGEST_TEXT, oninput: () => drafts.set(gap.id, text.value),
      'aria-label': z('What happened, what was done, what prevents it', '原因、处理经过和预防措施'), placeholder: z('What happened, what was done, what prevents it', '原因、处理经过和预防措施') });
    const wrong = h('div'), save = h('button', { class: 'btn main slim' }, z('Save', '保存说明'));
    const close = () => { drafts.delete(gap.id); show(shown); const back = control(gap.id); if (back) back.focus(); };
    text.value = drafts.get(gap.id);
    async function keep(event) {
      event.preventDefault();
      save.disabled = true;
      try {
        await ask('/api/explain', { gap: gap.id, text: text.value });
        drafts.delete(gap.id);
        await reload();
        close();
      } catch (error) { // what was typed stays
        wrong.replaceChildren(failed(error));
        save.disabled = false;
      }
    }
    return h('form', { class: 'explain', onsubmit: keep }, text, wrong,
      h('div', { class: 'bar' }, save, h('button', { type: 'button', class: 'btn slim', onclick: close }, z('Cancel', '取消')),
        h('span', { class: 'small mute' }, z('Recorded for good under your name', '以您的用户名永久记录'))));
  }
  return { node, show, isWrittenIn: () => drafts.size > 0 };
}
