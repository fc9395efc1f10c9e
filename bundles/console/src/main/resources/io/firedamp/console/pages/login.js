import { ask, failed, h } from './kit.js';
import { z } from './words.js';

export function login(languages) {
  const user = h('input', { name: 'user', autocomplete: 'username', required: true, value: 'admin' });
  const password = h('input', { name: 'password', type: 'password', autocomplete: 'current-password', required: true, autofocus: true });
  const button = h('button', { class: 'btn main' }, z('Log in', '登录'));
  const trouble = h('div');
  async function enter(event) {
    event.preventDefault();
    button.disabled = true;
    try {
      await ask('/api/login', { user: user.value, password: password.value });
      const next = new URLSearchParams(location.search).get('next') || '/';
      // only a page of this gateway
      location.replace(/^\/(?![/\\])/.test(next) ? next : '/');
    } catch (error) {
      trouble.replaceChildren(failed(error));
      button.disabled = false;
      password.select();
    }
  }
  document.title = 'Firedamp';
  document.body.append(h('main', { class: 'login' },
    h('form', { class: 'panel', onsubmit: enter },
      h('header', null, h('h1', null, 'Firedamp'), languages),
      h('label', null, z('Name', '用户名'), user),
      h('label', null, z('Password', '密码'), password),
      trouble, button,
      h('p', { class: 'small mute' }, z('The users of the shell. The first password is in secure/first-password.',
        '与命令行相同的用户。初始密码在 secure/first-password 文件中。')))));
  password.focus();
}
