// The meeting as it stands on this device: what was taken along, with what was noted since and not yet brought back.
const kit = globalThis.kit;
const key = (ref) => (typeof ref === "object" && ref ? `e${ref.entry}` : ref ? `n${ref}` : "");
const refOf = (named) => (named.startsWith("e") ? { entry: named.slice(1) } : named ? Number(named.slice(1)) : null);
kit.key = key;
kit.ref = refOf;

// pack: a kit; entries: of this kit, in their order. `open`: those whose matter still lies here.
kit.book = (pack, entries) => {
  const open = entries.filter((one) => one.content);
  const of = (kind) => open.filter((one) => one.kind === kind);
  const signed = new Set(of("sign_in").map((one) => key(one.content.participant)));
  const people = [
    ...pack.participants.map((p) => ({ ...p, ref: p.id, signed: Boolean(p.signed_in_at) })),
    ...of("person").map((one) => ({
      ...one.content, ref: { entry: one.id }, unit: "", signed: false, unsent: true,
      label: pack.capacities.find((c) => c.value === one.content.capacity)?.label ?? "",
    })),
  ].map((p) => ({ ...p, key: key(p.ref), unsent: p.unsent || signed.has(key(p.ref)), signed: p.signed || signed.has(key(p.ref)) }));
  const begun = (order) => of("part").find((one) => one.content.order === order)?.noted_at;
  const agenda = pack.agenda.map((a) => ({ ...a, at: a.started_at ?? begun(a.order) ?? "" }));
  const running = agenda.filter((a) => a.at).sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).at(-1);
  return {
    people, agenda, running, names: new Map(people.map((p) => [p.key, p.name])),
    started: pack.gathering.state !== "noticed" || of("start").length > 0,
    opinions: opinions(pack, of),
    polls: pack.polls.filter((p) => !of("hands").some((one) => one.content.poll === p.id)),
    hands: [...pack.hands, ...of("hands").map((one) => ({ question: one.content.question, said: one.label, unsent: true }))],
    queue: entries.filter((one) => one.state !== "sent"),
    left: entries.filter(kit.isLeft).length,
    sent: entries.filter((one) => one.state === "sent").length,
  };
};

function opinions(pack, of) {
  const all = [
    ...pack.opinions.map((o) => ({ key: key(o.id), who: key(o.participant), text: o.text, to: key(o.replies_to) })),
    ...of("opinion").map((one) => ({
      key: key({ entry: one.id }), who: key(one.content.participant), text: one.content.text,
      to: key(one.content.replies_to), unsent: true, entry: one,
    })),
  ];
  for (const one of of("correct")) {
    const said = all.find((o) => o.key === key(one.content.opinion));
    if (said) Object.assign(said, { text: one.content.text, unsent: true });
  }
  return all;
}
