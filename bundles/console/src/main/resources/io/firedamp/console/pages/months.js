// Natural months and years, of China.
import { day, midnight, z } from './words.js';

export const DAY = 864e5;
export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
export const yearOf = at => Number(day(at).slice(0, 4)), monthOf = at => Number(day(at).slice(5, 7)) - 1;
export const monthName = at => z(`${MONTHS[monthOf(at)]} ${yearOf(at)}`, `${yearOf(at)} 年 ${monthOf(at) + 1} 月`);
/** When a day begins; months are counted from 0, and those and dates beyond their ends are those of the next or former. */
export const begin = (year, month, date) => midnight(Date.UTC(year, month, date));
export const monthFrom = at => begin(yearOf(at), monthOf(at), 1), monthTo = at => begin(yearOf(at), monthOf(at) + 1, 1);
