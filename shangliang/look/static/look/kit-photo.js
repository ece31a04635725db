// Photos are made small enough to be kept and sent: the longer side at most 1600 pixels, as JPEG.
const SIDES = [1600, 1200, 900];
const LARGEST = 1.1e6; // bytes; in base64 below what one request may carry
const kit = globalThis.kit;

kit.shrink = async (file) => {
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new Error("bad_photo");
  }
  for (const side of SIDES) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.8));
    if (blob && blob.size <= LARGEST) return { data: await base64(blob), name: named(file.name) };
  }
  throw new Error("big_photo");
};

const named = (name) => `${(name || "photo").replace(/\.\w+$/, "").slice(0, 60)}.jpg`;

const base64 = (blob) =>
  new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(blob);
  });
