// 全选, 全不选: every box of the same group.
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-tick]");
  button?.closest("fieldset").querySelectorAll("[type=checkbox]").forEach((box) => {
    if (box.checked !== Boolean(button.dataset.tick)) box.click();
  });
});
