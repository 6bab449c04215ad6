package dev.kiln.host.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.TensorInfo;
import dev.kiln.host.graph.Graph;
import dev.kiln.spi.BadRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * One network as a session. Runs may be made from several threads at once, each through a {@link
 * Binding} of its own.
 */
public final class InferenceSession implements AutoCloseable {
  private final OrtRuntime runtime;
  private final Path file;
  private final OrtSession session;
  private final Map<String, Port> inputs;
  private final Map<String, Port> outputs;
  private final LongAdder nanos = new LongAdder();
  private final MemoryWeights live;

  private InferenceSession(OrtRuntime runtime, Path file, OrtSession session, MemoryWeights live)
      throws OrtException {
    this.runtime = runtime;
    this.file = file;
    this.session = session;
    this.live = live;
    this.inputs = ports(session.getInputInfo());
    this.outputs = ports(session.getOutputInfo());
  }

  /**
   * Open a model file.
   *
   * @throws BadRequest when the file is no readable network
   */
  public static InferenceSession open(OrtRuntime runtime, Path file) {
    if (Files.exists(file) && !Files.isReadable(file)) {
      throw new BadRequest(file + " cannot be read, permission denied; see to its rights");
    }
    try (SessionOptions options = runtime.options()) {
      // Links are followed here: the runtime refuses external data behind one.
      return new InferenceSession(
          runtime,
          file,
          runtime.handle().createSession(file.toRealPath().toString(), options),
          MemoryWeights.NONE);
    } catch (OrtException | java.io.IOException e) {
      throw new BadRequest(
          file
              + " cannot be opened as an ONNX network: the file is damaged, incomplete or of a"
              + " newer kind; copy or export it again ("
              + firstLine(e)
              + ")",
          e);
    }
  }

  /**
   * Open a graph that was built or edited.
   *
   * @param file what it was made from, for messages
   * @throws BadRequest when the runtime refuses it
   */
  public static InferenceSession open(OrtRuntime runtime, Path file, Graph graph) {
    return open(runtime, file, graph, new SessionWishes());
  }

  /**
   * Open a graph as plugins wish it to be run.
   *
   * @param file what it was made from, for messages
   * @throws BadRequest when the runtime refuses it
   */
  public static InferenceSession open(
      OrtRuntime runtime, Path file, Graph graph, SessionWishes wishes) {
    if (!wishes.processorAlone()) {
      // Others than the processor compute in memory of their own.
      List.copyOf(graph.weights().values()).forEach(weight -> graph.add(weight.copied()));
    }
    try (SessionOptions options = runtime.options(wishes);
        MemoryWeights weights = MemoryWeights.of(runtime, graph)) {
      MemoryWeights live = MemoryWeights.live(runtime, graph);
      weights.addTo(options);
      live.addLiveTo(options);
      return open(runtime, file, Structure.of(graph), options, live);
    } catch (OrtException e) {
      throw refused(file, e);
    }
  }

  /**
   * Open a network whose weights all lie in files.
   *
   * @param file what it was made from, for messages
   * @param saving where the runtime writes what it makes of it; empty for nowhere
   * @throws BadRequest when the runtime refuses it, or cannot write
   */
  public static InferenceSession open(
      OrtRuntime runtime,
      Path file,
      Structure structure,
      SessionWishes wishes,
      Optional<Saving> saving) {
    try (SessionOptions options = runtime.options(wishes)) {
      if (structure.optimized()) {
        options.setOptimizationLevel(OptLevel.NO_OPT);
      }
      if (saving.isPresent()) {
        saving.get().addTo(options);
      }
      return open(runtime, file, structure, options, MemoryWeights.NONE);
    } catch (OrtException e) {
      throw refused(file, e);
    }
  }

  private static InferenceSession open(
      OrtRuntime runtime,
      Path file,
      Structure structure,
      SessionOptions options,
      MemoryWeights live)
      throws OrtException {
    options.addConfigEntry(
        "session.model_external_initializers_file_folder_path", structure.folder().toString());
    return new InferenceSession(
        runtime, file, runtime.handle().createSession(structure.bytes(), options), live);
  }

  private static BadRequest refused(Path file, OrtException reason) {
    return new BadRequest(
        file + " cannot be opened as a network of ONNX operators: " + firstLine(reason), reason);
  }

  public Path file() {
    return file;
  }

  public boolean hasOutput(String name) {
    return outputs.containsKey(name);
  }

  /** Names of all inputs, in the order of the file. */
  public List<String> inputs() {
    return List.copyOf(inputs.keySet());
  }

  /** Names of all outputs, in the order of the file. */
  public List<String> outputs() {
    return List.copyOf(outputs.keySet());
  }

  /** What the exporter wrote into the file beside the network, by key. */
  public Map<String, String> metadata() {
    try {
      return Map.copyOf(session.getMetadata().getCustomMetadata());
    } catch (OrtException e) {
      throw new IllegalStateException(
          file + " cannot be asked for its metadata: " + firstLine(e), e);
    }
  }

  /** The input of a name; the message of its absence names the file and what is there. */
  public Port input(String name) {
    return port(inputs, name, "input");
  }

  public Port output(String name) {
    return port(outputs, name, "output");
  }

  /** The name of the first of several outputs, for networks whose exporters disagree. */
  public String firstOutput() {
    return outputs.keySet().iterator().next();
  }

  public String firstInput() {
    return inputs.keySet().iterator().next();
  }

  /**
   * Lay out memory for runs of one shape.
   *
   * @param inputShapes by input name
   * @param outputShapes by output name: the outputs that are computed
   */
  public Binding bind(Map<String, long[]> inputShapes, Map<String, long[]> outputShapes) {
    return new Binding(this, inputShapes, outputShapes);
  }

  /** Time spent inside the runtime so far, over all bindings. */
  public long nanosInRuns() {
    return nanos.sum();
  }

  /** End the timing of a session that was opened for it; the file that the runtime wrote. */
  public Path endProfile() {
    try {
      return Path.of(session.endProfiling());
    } catch (OrtException e) {
      throw new IllegalStateException(file + " could not be timed: " + firstLine(e), e);
    }
  }

  OrtRuntime runtime() {
    return runtime;
  }

  OrtSession session() {
    return session;
  }

  LongAdder nanos() {
    return nanos;
  }

  @Override
  public void close() {
    try {
      session.close();
      live.close();
    } catch (OrtException e) {
      throw new IllegalStateException(file + " could not be closed: " + e.getMessage(), e);
    }
  }

  static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
  }

  private Port port(Map<String, Port> ports, String name, String kind) {
    Port port = ports.get(name);
    if (port == null) {
      throw new BadRequest(
          file
              + " has no "
              + kind
              + " '"
              + name
              + "', only "
              + ports.keySet()
              + "; export it again");
    }
    return port;
  }

  private static Map<String, Port> ports(Map<String, NodeInfo> infos) {
    Map<String, Port> ports = new LinkedHashMap<>();
    infos.forEach(
        (name, info) -> {
          if (info.getInfo() instanceof TensorInfo tensor) {
            ports.put(name, new Port(name, tensor.type, tensor.getShape()));
          }
        });
    return ports;
  }
}
