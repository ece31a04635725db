// A call through Janus' video room: one handle sends, one more for everybody who is seen.
// The protocol: https://janus.conf.meetecho.com/docs/rest.html and videoroom.html
const place = document.querySelector("[data-call]");
const said = place.dataset;
const list = place.querySelector("[data-call-people]");
const told = place.querySelector("[data-call-said]");
const button = (name) => place.querySelector(`[data-call-${name}]`);
const KEEP = 25e3;
const PATIENCE = 15e3;
const WAITS = [1, 2, 5, 10, 30];
const FULL = 432;
let line, session, me, media, screen;
let tries = 0;
let wanted = false;
const answers = new Map();
const handles = new Map();
const seen = new Map();
// A feed's number says whose it is (a device, and the next number for its screen) and which came later: whoever
// comes back after a dead line takes the place of the feed that the server still takes for hers.
const TICKS = 2 ** 22;
const device = Number((localStorage[`call-${said.room}`] ??= 2 * Math.floor(Math.random() * 2 ** 30)));
const whose = (id) => Math.floor(id / TICKS);
let tick = 0;

const tell = (words, name = "") => (told.textContent = words.replace("{name}", name));
const word = () => Math.random().toString(36).slice(2);

// --- the line to the server

function send(what, handle) {
  const transaction = word();
  const whole = { ...what, transaction, token: said.token };
  if (session) whole.session_id = session;
  if (handle) whole.handle_id = handle;
  return new Promise((done, failed) => {
    const timer = setTimeout(() => failed(new Error("silent")), PATIENCE);
    answers.set(transaction, { done, failed, timer, late: what.janus === "message" });
    line.send(JSON.stringify(whole));
  });
}

function heard(event) {
  const message = JSON.parse(event.data);
  const waits = answers.get(message.transaction);
  // What a room is asked is acknowledged first and answered later; all else is done with that.
  if (waits && (message.janus !== "ack" || !waits.late)) {
    answers.delete(message.transaction);
    clearTimeout(waits.timer);
    const wrong = message.error ?? (message.plugindata?.data.error_code && message.plugindata.data);
    if (wrong) waits.failed(Object.assign(new Error(wrong.error ?? wrong.reason), { code: wrong.error_code }));
    else waits.done(message);
  } else if (message.janus === "event") handles.get(message.sender)?.(message.plugindata.data, message.jsep);
  else if (message.janus === "timeout") line.close();
}

const ask = (handle, body, jsep) => send({ janus: "message", body, ...(jsep && { jsep }) }, handle);

async function attach(listener) {
  const { id } = (await send({ janus: "attach", plugin: "janus.plugin.videoroom" })).data;
  handles.set(id, listener);
  return id;
}

// A handle that the server no longer knows is gone too; a dead line shows by what keeps it alive.
function detach(handle) {
  handles.delete(handle);
  if (handle && line?.readyState === WebSocket.OPEN) send({ janus: "detach" }, handle).catch(() => {});
}

function peer(handle) {
  const made = new RTCPeerConnection({ iceServers: JSON.parse(said.ice) });
  made.addEventListener("icecandidate", ({ candidate }) =>
    send({ janus: "trickle", candidate: candidate ?? { completed: true } }, handle).catch(() => line.close())
  );
  return made;
}

// --- what one sends

async function publish(stream, name, listener, screens = 0) {
  const handle = await attach(listener);
  tick = Math.max(tick + 1, Math.floor(Date.now() / 1000) % TICKS);
  const room = { room: Number(said.room), pin: said.pin, id: (device + screens) * TICKS + tick };
  const joined = await ask(handle, { request: "join", ptype: "publisher", display: name, ...room });
  const made = { handle, others: joined.plugindata.data.publishers, stream };
  if (stream) {
    made.peer = peer(handle);
    for (const track of stream.getTracks()) made.peer.addTrack(track, stream);
    await made.peer.setLocalDescription(await made.peer.createOffer());
    try {
      const answer = await ask(handle, { request: "publish" }, made.peer.localDescription);
      await made.peer.setRemoteDescription(answer.jsep);
    } catch (wrong) {
      made.peer.close();
      if (wrong.code !== FULL) throw wrong;
      tell(said.full);
    }
  }
  return made;
}

function unpublish(made) {
  for (const track of made.stream?.getTracks() ?? []) track.stop();
  made.peer?.close();
  detach(made.handle);
}

// --- whom one sees

function show(id, name, stream, mine = false) {
  let item = list.querySelector(`[data-who="${id}"]`);
  if (!item) {
    item = document.createElement("li");
    item.dataset.who = id;
    const video = Object.assign(document.createElement("video"), { autoplay: true, playsInline: true, muted: mine });
    const label = Object.assign(document.createElement("span"), { textContent: name });
    item.append(video, label);
    list.append(item);
  }
  item.querySelector("video").srcObject = stream;
}

async function see({ id, display }) {
  if (seen.has(id) || whose(id) >> 1 === device >> 1) return;
  for (const before of seen.keys()) {
    if (whose(before) !== whose(id)) continue;
    if (before > id) return;
    gone(before);
  }
  const one = { name: display };
  seen.set(id, one);
  try {
    one.handle = await attach(() => {});
    one.peer = peer(one.handle);
    const stream = new MediaStream();
    // A track that comes again after silence is the same one: by its place in the call, not by the event.
    one.peer.addEventListener("track", ({ track }) => stream.getTracks().includes(track) || stream.addTrack(track));
    const body = { request: "join", ptype: "subscriber", room: Number(said.room), pin: said.pin, streams: [{ feed: id }] };
    const offered = await ask(one.handle, body);
    await one.peer.setRemoteDescription(offered.jsep);
    await one.peer.setLocalDescription(await one.peer.createAnswer());
    await ask(one.handle, { request: "start" }, one.peer.localDescription);
    if (!seen.has(id)) return one.peer.close(), detach(one.handle);
    show(id, display, stream);
    tell(said.came, display);
  } catch {
    gone(id);
  }
}

function gone(id) {
  const one = seen.get(id);
  if (!one) return;
  seen.delete(id);
  one.peer?.close();
  detach(one.handle);
  list.querySelector(`[data-who="${id}"]`)?.remove();
  tell(said.left, one.name);
}

function room(data) {
  for (const other of data.publishers ?? []) see(other);
  for (const left of [data.leaving, data.unpublished]) if (Number.isInteger(left)) gone(left);
}

// --- from the first press to the last

async function devices() {
  if (!("speaks" in said) || media) return media;
  try {
    media = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 360 } });
  } catch {
    tell(said.denied);
  }
  return media;
}

async function start() {
  wanted = true;
  button("start").hidden = true;
  button("end").hidden = false;
  const stream = await devices();
  line = new WebSocket(said.call, "janus-protocol");
  line.addEventListener("message", heard);
  line.addEventListener("close", lost, { once: true });
  line.addEventListener("open", async () => {
    try {
      session = (await send({ janus: "create" })).data.id;
      me = await publish(stream, said.name, room);
      tries = 0;
      if (stream) show("me", said.me, stream, true);
      for (const name of stream ? ["mic", "cam"] : []) button(name).hidden = false;
      if (stream && navigator.mediaDevices.getDisplayMedia) button("share").hidden = false;
      tell(stream || !("speaks" in said) ? said.on : said.denied);
      room({ publishers: me.others });
    } catch {
      line.close();
    }
  });
}

function clear() {
  for (const { failed, timer } of answers.values()) clearTimeout(timer), failed(new Error("closed"));
  answers.clear();
  for (const id of [...seen.keys()]) gone(id);
  me?.peer?.close();
  screen?.peer?.close();
  handles.clear();
  session = me = undefined;
}

function lost() {
  clear();
  if (screen) share();
  if (!wanted) return;
  if (tries >= WAITS.length) return end(said.failed);
  tell(tries > 1 ? said.failed : said.again);
  setTimeout(() => wanted && start(), 1000 * WAITS[tries++]);
}

function end(words = said.off) {
  wanted = false;
  tries = 0;
  line?.close();
  clear();
  for (const track of media?.getTracks() ?? []) track.stop();
  media = undefined;
  list.replaceChildren();
  for (const name of ["mic", "cam", "share", "end"]) if (button(name)) button(name).hidden = true;
  button("start").hidden = false;
  tell(words);
}

function toggle(name, kind) {
  const on = button(name).getAttribute("aria-pressed") !== "true";
  for (const track of media?.getTracks() ?? []) if (track.kind === kind) track.enabled = on;
  button(name).setAttribute("aria-pressed", on);
}

async function share() {
  const was = screen;
  screen = undefined;
  button("share").setAttribute("aria-pressed", !was);
  if (was) {
    list.querySelector('[data-who="screen"]')?.remove();
    return unpublish(was);
  }
  let stream;
  try {
    stream = await navigator.mediaDevices.getDisplayMedia({ video: true });
    const name = said.screen.replace("{name}", said.name);
    screen = await publish(stream, name, () => {}, 1);
    show("screen", name, stream, true);
    stream.getVideoTracks()[0].addEventListener("ended", () => screen?.stream === stream && share());
  } catch {
    stream?.getTracks().forEach((track) => track.stop());
    button("share").setAttribute("aria-pressed", false);
  }
}

button("start").addEventListener("click", start);
button("end").addEventListener("click", () => end());
button("mic")?.addEventListener("click", () => toggle("mic", "audio"));
button("cam")?.addEventListener("click", () => toggle("cam", "video"));
button("share")?.addEventListener("click", share);
setInterval(() => session && line.readyState === WebSocket.OPEN && send({ janus: "keepalive" }).catch(() => line.close()), KEEP);
addEventListener("pagehide", () => wanted && end());
