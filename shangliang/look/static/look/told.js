// What was done: put in once more, since what comes with a page is not read aloud; a while later it covers nothing.
const flash = document.getElementById("flash");
setTimeout(() => flash.replaceChildren(...flash.children), 400);
setTimeout(() => flash.classList.add("flash-read"), 15e3);
