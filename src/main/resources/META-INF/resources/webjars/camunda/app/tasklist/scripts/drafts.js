/*
 * "Save" keeps a form in the browser, where nobody else finds it who takes the task over, and where it lies in the clear.
 * Here it goes to the server instead, as variables of the task, and comes from there when the form is opened again.
 * Only when the server cannot be reached does the browser keep it, until it is saved again.
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
  save(key, JSON.parse(value)).then(
    () => this.removeItem(key),
    problem => {
      if (!problem.refused) keep.call(this, key, value);
      tell('The form was not saved: ' + problem.message);
    });
};

Storage.prototype.getItem = function (key) {
  const here = kept.call(this, key);
  return here === null && isForm(this, key) ? load(key) : here;
};

function isForm(storage, key) {
  return storage === window.localStorage && String(key).startsWith(FORM);
}

function address(key) {
  const root = document.querySelector('base').getAttribute('app-root');
  const task = encodeURIComponent(key.slice(FORM.length));
  return `${root}/api/engine/engine/default/task/${task}/localVariables`;
}

async function save(key, answers) {
  const modifications = {};
  Object.entries(answers).forEach(([field, value]) => { modifications[DRAFT + field] = {value}; });
  const response = await fetch(address(key), {
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
  const request = new XMLHttpRequest();
  request.open('GET', address(key) + '?deserializeValues=false', false);
  try {
    request.send();
  } catch (unreachable) {
    return null;
  }
  if (request.status !== 200) return null;
  const drafts = Object.entries(JSON.parse(request.responseText)).filter(([name]) => name.startsWith(DRAFT));
  return drafts.length === 0 ? null : JSON.stringify(
    Object.fromEntries(drafts.map(([name, variable]) => [name.slice(DRAFT.length), variable.value])));
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
