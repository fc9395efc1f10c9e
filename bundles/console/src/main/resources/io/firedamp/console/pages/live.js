// What the gateway says once a second. The page says so itself when it has said nothing for three.
import { ask } from './kit.js';

const LATE = 3000, AGAIN = 2000;
const listeners = [];
let heard = performance.now(), source, isStale = false, last = null;

export const onEvent = listener => { listeners.push(listener); if (last) listener.event(last); };

function open() {
  if (source) source.close();
  source = new EventSource('/api/live');
  source.onmessage = message => {
    heard = performance.now();
    last = JSON.parse(message.data);
    stale(false);
    listeners.forEach(listener => listener.event(last));
  };
  source.onerror = () => { if (source.readyState === EventSource.CLOSED) setTimeout(again, AGAIN); };
}
// a refusal closes the source for good: perhaps the session is over, perhaps the gateway was restarted
async function again() {
  try {
    await ask('/api/me');
  } catch (error) {
    if (error.status === 401) return listeners.forEach(listener => listener.ended && listener.ended());
  }
  open();
}
function stale(now) {
  if (now !== isStale) {
    isStale = now;
    document.documentElement.toggleAttribute('data-stale', now);
    listeners.forEach(listener => listener.stale && listener.stale(now, last));
  }
}
export function start() {
  open();
  // a page that is left may be kept for coming back: with its stream open, six of them would leave no connection for a seventh
  addEventListener('pagehide', () => source.close());
  addEventListener('pageshow', event => { if (event.persisted) open(); });
  setInterval(() => stale(performance.now() - heard > LATE), 500);
}
