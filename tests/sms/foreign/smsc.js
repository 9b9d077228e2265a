// An SMSC made with the npm package "smpp": tells on standard output what it reads, answers, sends a receipt,
// and sends each text back from the phone that got it, in the alphabet that the package chooses.
const smpp = require("smpp");

const say = (what) => console.log(JSON.stringify(what));
let count = 0;

const server = smpp.createServer((session) => {
  session.on("error", (error) => say({ error: String(error) }));
  session.on("bind_transceiver", (pdu) => {
    const good = pdu.system_id === "tocsin" && pdu.password === "secret";
    session.send(pdu.response({ command_status: good ? 0 : smpp.ESME_RINVPASWD }));
  });
  session.on("enquire_link", (pdu) => session.send(pdu.response()));
  session.on("unbind", (pdu) => {
    say({ unbind: true });
    session.send(pdu.response(), () => session.close());
  });
  session.on("submit_sm", (pdu) => {
    const id = (++count).toString(16).padStart(8, "0");
    say({
      id,
      source: pdu.source_addr,
      to: pdu.destination_addr,
      coding: pdu.data_coding,
      validity: pdu.validity_period,
      udh: (pdu.short_message.udh || []).map((header) => [...header]),
      text: pdu.short_message.message,
    });
    session.send(pdu.response({ message_id: id }));
    session.deliver_sm({
      source_addr: pdu.destination_addr,
      destination_addr: pdu.source_addr,
      esm_class: smpp.ESM_CLASS.MC_DELIVERY_RECEIPT,
      short_message: `id:${id} sub:001 dlvrd:001 submit date:2103041200 done date:2103041201 stat:DELIVRD err:000 text:`,
      receipted_message_id: id,
      message_state: smpp.MESSAGE_STATE.DELIVERED,
    });
    if (!pdu.short_message.udh) {
      session.deliver_sm({
        source_addr_ton: 1,
        source_addr_npi: 1,
        source_addr: pdu.destination_addr,
        destination_addr: pdu.source_addr,
        short_message: pdu.short_message.message,
      });
    }
  });
});
server.listen(0, "127.0.0.1", () => say({ port: server.address().port }));
