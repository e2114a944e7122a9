// A page of an output in a frame: the next state is loaded behind the one that is seen.

import { make } from "./build.js";

export class Frame {
  constructor(parent, title, ready) {
    this.parent = parent;
    this.title = title;
    this.ready = ready;
    this.shown = null;
    this.coming = null;
  }

  get page() {
    return this.shown?.contentDocument ?? null;
  }

  // Load an address and show it once `ready` has put it right; gives whether it came to that.
  load(address) {
    this.coming?.remove();
    const frame = make("iframe", { title: this.title, class: "coming", src: address });
    this.coming = frame;
    return new Promise((done) => {
      frame.addEventListener("load", async () => {
        if (this.coming !== frame) return done(false);
        await this.ready(frame.contentDocument, this.page, frame);
        if (this.coming !== frame) return done(false);
        frame.classList.remove("coming");
        this.shown?.remove();
        this.shown = frame;
        this.coming = null;
        done(true);
      });
      this.parent.append(frame);
    });
  }
}
