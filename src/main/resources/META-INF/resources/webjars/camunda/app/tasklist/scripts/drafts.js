/*
 * "Save" keeps a form in the browser, where nobody else finds it who takes the task over, and where it lies in the clear.
 * Here it goes to the server instead, as variables of the task, and comes from there when the form is opened again.
 * Only when the server cannot be reached does the browser keep it, until it is saved again.
 * What allows or confirms something is kept nowhere: whoever completes the task fills it in.
 */
const FORM = 'camunda-form:';
const DRAFT = 'taskDraft_';
const keep = Storage.prototype.setItem;
const kept = Storage.prototype.getItem;

Storage.prototype.setItem = function (key, value) {
  if (!isForm(this, key)) {
    keep.call(this, key, value);
    return;
  }
  const answers = withoutGestures(key, JSON.parse(value));
  save(key, answers).then(
    () => this.removeItem(key),
    problem => {
      if (!problem.refused) keep.call(this, key, JSON.stringify(answers));
      tell('The form was not saved: ' + problem.message);
    });
};

Storage.prototype.getItem = function (key) {
  const here = kept.call(this, key);
  if (!isForm(this, key)) return here;
  const answers = here === null ? load(key) : JSON.parse(here);
  return answers === null ? null : JSON.stringify(withoutGestures(key, answers));
};

/* By form, because "Save" may find the server gone. Without the form nothing is known to be safe. */
const gestures = {};

function withoutGestures(key, answers) {
  if (!gestures[key]) {
    const form = ask(task(key) + '/deployed-form');
    if (form === null) return {};
    gestures[key] = form.components
      .filter(component => component.readonly || component.properties && component.properties.gesture === 'true')
      .map(component => component.key);
  }
  return Object.fromEntries(Object.entries(answers).filter(([field]) => !gestures[key].includes(field)));
}

function isForm(storage, key) {
  return storage === window.localStorage && String(key).startsWith(FORM);
}

function task(key) {
  const root = document.querySelector('base').getAttribute('app-root');
  return `${root}/api/engine/engine/default/task/${encodeURIComponent(key.slice(FORM.length))}`;
}

async function save(key, answers) {
  const modifications = {};
  Object.entries(answers).forEach(([field, value]) => { modifications[DRAFT + field] = {value}; });
  const response = await fetch(task(key) + '/localVariables', {
    method: 'POST',
    headers: {'Content-Type': 'application/json', 'X-XSRF-TOKEN': cookie('XSRF-TOKEN')},
    body: JSON.stringify({modifications})
  });
  if (!response.ok) {
    const said = await response.json().catch(() => ({}));
    const problem = new Error(said.message || 'the server answered ' + response.status);
    problem.refused = response.status === 400;
    throw problem;
  }
}

/* Tasklist asks its storage while it draws the form, and does not wait for an answer that comes later. */
function load(key) {
  const drafts = Object.entries(ask(task(key) + '/localVariables?deserializeValues=false') || {})
    .filter(([name]) => name.startsWith(DRAFT));
  return drafts.length === 0 ? null : Object.fromEntries(
    drafts.map(([name, variable]) => [name.slice(DRAFT.length), variable.value]));
}

function ask(address) {
  const request = new XMLHttpRequest();
  request.open('GET', address, false);
  try {
    request.send();
  } catch (unreachable) {
    return null;
  }
  return request.status === 200 ? JSON.parse(request.responseText) : null;
}

/* The page is sandboxed: it may not open a dialog. */
function tell(words) {
  const line = document.createElement('div');
  line.className = 'alert alert-danger';
  line.textContent = words;
  line.onclick = () => line.remove();
  document.querySelector('.page-notifications').append(line);
}

function cookie(name) {
  const found = document.cookie.split('; ').find(pair => pair.startsWith(name + '='));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : '';
}

export default [];
