// Shows the formula of a figure beside it, on hover, focus or touch; without this script the link leads to it.
(() => {
  "use strict";
  const tip = document.getElementById("tip");
  let shown = null;
  let leaving = 0;

  const figureOf = (target) => target instanceof Element ? target.closest("data > a") : null;

  const hide = () => {
    clearTimeout(leaving);
    tip.hidden = true;
    shown = null;
  };

  // Beneath the figure, or above it where there is no room; never over an edge of the window.
  const place = (figure) => {
    const box = figure.getBoundingClientRect();
    const room = document.documentElement;
    const left = Math.max(8, Math.min(box.left, room.clientWidth - tip.offsetWidth - 8));
    const beneath = box.bottom + tip.offsetHeight + 4 <= room.clientHeight;
    const top = beneath || box.top < tip.offsetHeight ? box.bottom + 4 : box.top - tip.offsetHeight - 4;
    tip.style.left = `${left + window.scrollX}px`;
    tip.style.top = `${top + window.scrollY}px`;
  };

  const show = (figure) => {
    clearTimeout(leaving);
    if (figure !== shown) {
      const entry = document.getElementById(figure.getAttribute("href").slice(1));
      tip.replaceChildren(...Array.from(entry.children, (line) => line.cloneNode(true)));
      tip.hidden = false;
      shown = figure;
      place(figure);
    }
  };

  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(() => document.activeElement === shown || hide(), 200);
  };

  document.addEventListener("pointerover", (event) => {
    const figure = figureOf(event.target);
    if (figure && event.pointerType === "mouse") show(figure);
    else if (tip.contains(event.target)) clearTimeout(leaving);
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType === "mouse" && (figureOf(event.target) || tip.contains(event.target))) leave();
  });
  document.addEventListener("focusin", (event) => {
    const figure = figureOf(event.target);
    if (figure) show(figure);
    else hide();
  });
  document.addEventListener("focusout", (event) => {
    if (figureOf(event.target)) hide();
  });
  document.addEventListener("click", (event) => {
    const figure = figureOf(event.target);
    if (figure) {
      event.preventDefault();
      show(figure);
    } else if (!tip.contains(event.target)) {
      hide();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
})();
