// Who is signed in on this device, for what the device keeps; whoever signs out while something waits is asked first.
const said = document.body.dataset;
if (said.who) localStorage.setItem("kit:who", said.who);
const left = Number(localStorage.getItem("kit:left"));
for (const form of document.querySelectorAll("form[method=post]")) {
  const here = new URL(form.action).pathname.endsWith("/account/logout/");
  if (!here) continue;
  const button = form.querySelector("button");
  if (left && button) button.dataset.confirm = said.left.replace("{n}", left);
  form.addEventListener("submit", () => (left && !form.dataset.agreed) || localStorage.removeItem("kit:who"));
}
