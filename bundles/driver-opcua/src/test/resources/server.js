// A server that is not of the driver's own library: node server.js PORT FOLDER. It ends with its standard
// input.
const { OPCUAServer } = require("node-opcua-server");
const { MessageSecurityMode, SecurityPolicy } = require("node-opcua-secure-channel");
const { OPCUACertificateManager } = require("node-opcua-certificate-manager");
const { DataType, VariantArrayType } = require("node-opcua-variant");
const { StatusCodes } = require("node-opcua-status-code");

async function main(port, folder) {
  const certificates = new OPCUACertificateManager({
    rootFolder: folder,
    automaticallyAcceptUnknownCertificate: true,
  });
  await certificates.initialize();
  const server = new OPCUAServer({
    port,
    host: "127.0.0.1",
    hostname: "localhost",
    resourcePath: "/plant",
    serverCertificateManager: certificates,
    userCertificateManager: certificates,
    securityModes: [MessageSecurityMode.None, MessageSecurityMode.Sign, MessageSecurityMode.SignAndEncrypt],
    securityPolicies: [
      SecurityPolicy.None,
      SecurityPolicy.Basic256Sha256,
      SecurityPolicy.Aes128_Sha256_RsaOaep,
      SecurityPolicy.Aes256_Sha256_RsaPss,
    ],
  });
  await server.initialize();
  const space = server.engine.addressSpace;
  const plant = space.getOwnNamespace();
  const folderNode = plant.addFolder("ObjectsFolder", { browseName: "Plant", nodeId: "s=Plant" });
  const add = (id, dataType, value, arrayType = VariantArrayType.Scalar) => {
    const node = plant.addVariable({
      organizedBy: folderNode,
      browseName: id,
      nodeId: "s=" + id,
      dataType,
      valueRank: arrayType === VariantArrayType.Array ? 1 : -1,
    });
    node.setValueFromSource({ dataType, arrayType, value });
    return node;
  };
  add("Plant.FOFL", DataType.Float, 9.125);
  add("int16", DataType.Int16, -5);
  add("uint64", DataType.UInt64, [0x80000000, 0]);
  add("bool", DataType.Boolean, true);
  add("array", DataType.Int32, new Int32Array([1, 2, 3]), VariantArrayType.Array);
  add("text", DataType.String, "no number");
  add("bad", DataType.Double, 1).setValueFromSource(
    { dataType: DataType.Double, value: 1 }, StatusCodes.BadSensorFailure);
  let count = 0;
  const counter = add("count", DataType.UInt32, count);
  setInterval(() => counter.setValueFromSource({ dataType: DataType.UInt32, value: ++count }), 100);
  await server.start();
}

process.stdin.on("end", () => process.exit(0)).resume();
main(Number(process.argv[2]), process.argv[3]).catch((failed) => {
  console.log(String(failed && failed.stack));
  process.exit(1);
});
