package dev.kiln.plugin.tagger;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.GraphPort.Dimension;
import dev.kiln.host.graph.format.OnnxWriter;
import dev.kiln.host.graph.write.NodeWriter;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.model.FoundModels;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ResidentNetworks;
import dev.kiln.host.model.SessionOpener;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.weights.wide.WideWeights;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.Networks;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.testkit.FakeHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A folder of models, and a network whose tags are the mean colors of a picture. */
final class TestingTagger implements AutoCloseable {
  private static final int SIDE = 8;

  private final Path temp;
  private final ModelHashes hashes;
  private final ResidentNetworks networks;

  TestingTagger(Path temp) {
    this.temp = temp;
    hashes = new ModelHashes(temp.resolve("hashes.json"));
    WideWeights wide = new WideWeights(hashes, temp.resolve("f32"), 1L << 30);
    networks = new ResidentNetworks(new SessionOpener(OrtRuntime.open(), wide, 1L << 30), 1L << 30);
  }

  Path folder() {
    return temp.resolve("models/tagger");
  }

  /** The mean of each channel, divided, with a list of its tags. */
  TestingTagger with(String name, float divisor, String list, String content) {
    Graph graph = new Graph("tagger");
    graph.operatorSets().put("", 17L);
    NodeWriter writer = NodeWriter.of(graph);
    List<Dimension> shape =
        List.of(Dimension.free("batch"), Dimension.of(SIDE), Dimension.of(SIDE), Dimension.of(3));
    Value x = writer.define(new GraphPort("input", ElementType.FLOAT, shape));
    Value pixels = writer.reshape(x, 0, SIDE * SIDE, 3);
    Attributes over = Attributes.ofList("axes", 1).and("keepdims", 0);
    Value mean = writer.op("ReduceMean", over, pixels);
    graph.outputs().add(GraphPort.unshaped("tags", ElementType.FLOAT));
    writer.output("tags", writer.mul(mean, 1 / divisor));
    try {
      Path place = Files.createDirectories(folder().resolve(name));
      Files.write(place.resolve("model.onnx"), OnnxWriter.write(graph, place));
      Files.writeString(place.resolve(list), content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the host lends to the plugin. */
  Map<Class<?>, ?> services() {
    return Map.of(
        ModelFiles.class,
        new FoundModels(new ModelCatalog(temp.resolve("models"), hashes), hashes),
        Networks.class,
        networks,
        Pictures.class,
        new PictureCodec());
  }

  Tagger tagger() {
    return new Tagger(
        (ModelFiles) services().get(ModelFiles.class),
        networks,
        new PictureCodec(),
        new FakeHome(temp.resolve("home"), new TaggerSettings(0.35, 0.85)));
  }

  @Override
  public void close() {
    networks.close();
  }
}
