package dev.kiln.host.model;

import dev.kiln.host.Processor;
import dev.kiln.host.ScratchFolder;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.WeightFiles;
import dev.kiln.host.graph.recipe.RecipeReport;
import dev.kiln.host.model.prepared.PreparedKey;
import dev.kiln.host.model.prepared.PreparedNetwork;
import dev.kiln.host.model.prepared.PreparedNetworks;
import dev.kiln.host.onnx.InferenceSession;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.onnx.Saving;
import dev.kiln.host.onnx.SessionWishes;
import dev.kiln.host.onnx.Structure;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions of networks that are kept on disk as they were made ready to run. Safe from any thread.
 */
final class PreparedSessions {
  private static final Logger LOG = LoggerFactory.getLogger(PreparedSessions.class);
  private static final SessionWishes UNWISHED = new SessionWishes();

  /** Packed weights of it that the runtime wrote give NaN when they are read again (1.29). */
  private static final String UNWRITABLE = "MatMulNBits";

  private final OrtRuntime runtime;
  private final PreparedNetworks networks;

  /**
   * Networks of which this process has saved a form with its weights, which takes as many bytes
   * again: whoever goes through many forms, as benchmarks do, saves the first.
   */
  private final Set<String> saved = ConcurrentHashMap.newKeySet();

  /** Form by network of all plain sessions that were asked for. */
  private final Map<String, String> used = new ConcurrentHashMap<>();

  /** Sessions by form that are opened before they are asked for. */
  private final Map<String, SessionAhead> ahead = new ConcurrentHashMap<>();

  /**
   * Models of which networks were opened ahead: the first generation alone has to wait for them.
   */
  private final Set<Path> begun = ConcurrentHashMap.newKeySet();

  private @Nullable String machine;

  PreparedSessions(OrtRuntime runtime, PreparedNetworks networks) {
    this.runtime = runtime;
    this.networks = networks;
  }

  /** The runtime and the processor: the last bits of a result depend on them. */
  synchronized String machine() {
    if (machine == null) {
      machine = runtime.version() + " " + Processor.name();
    }
    return machine;
  }

  /**
   * What a network is kept under; empty where it is not kept: its weights are changed, it is split
   * in two, or its session is no plain one.
   */
  Optional<PreparedKey> key(NetworkFiles model, NetworkKind network, SessionPlan plan) {
    boolean kept =
        !networks.keepsNothing()
            && network != NetworkKind.CONTROLNET
            && !plan.recipe().changesWeights()
            && plan.wishes().plain();
    if (!kept) {
      return Optional.empty();
    }
    String stamp;
    try {
      stamp = SourceStamp.of(model.path(), model.files(network));
    } catch (BadRequest missing) {
      // Which is told where the files are read.
      return Optional.empty();
    }
    PreparedKey key =
        networks.key(
            network(model, network),
            stamp,
            plan.fingerprint(),
            runtime.packs() ? "packed" : "mapped",
            machine(),
            Processor.abilities());
    // One form of a network is opened ahead, which is the whole one.
    if (plan.wishes().text().equals(UNWISHED.text()) && !plan.recipe().isVariant()) {
      used.put(key.network(), key.form());
    }
    return Optional.of(key);
  }

  /** The name of a model's network. */
  String network(NetworkFiles model, NetworkKind network) {
    return network + " of " + model.path();
  }

  /** What was asked for so far: forms by the name of their network. */
  Map<String, String> used() {
    return Map.copyOf(used);
  }

  /**
   * Begin with the networks that a generation is likely to use; the first of a model alone has to
   * wait for them.
   */
  Optional<NetworksAhead> ahead(ModelSource model, String like) {
    return !networks.keepsNothing() && begun.add(model.path())
        ? Optional.of(NetworksAhead.begin(this, model, networks.last(), like))
        : Optional.empty();
  }

  /** One that is about to be opened before it is asked for. */
  SessionAhead ahead(PreparedKey key, Path file) {
    SessionAhead one =
        new SessionAhead(() -> networks.find(key).flatMap(it -> again(key, it, file, UNWISHED)));
    ahead.put(key.form(), one);
    return one;
  }

  /** Close one that was opened ahead and that nobody asked for. */
  void giveUp(String form) {
    SessionAhead one = ahead.remove(form);
    if (one != null) {
      one.giveUp();
    }
  }

  /**
   * Open one that was kept.
   *
   * @param file what it was made from, for messages
   */
  Optional<PatchedSession> find(PreparedKey key, Path file, SessionWishes wishes) {
    return Optional.ofNullable(ahead.remove(key.form()))
        .flatMap(SessionAhead::take)
        .or(() -> networks.find(key).flatMap(found -> again(key, found, file, wishes)));
  }

  private Optional<PatchedSession> again(
      PreparedKey key, PreparedNetwork found, Path file, SessionWishes wishes) {
    try {
      return Optional.of(session(saving(key, found, file, wishes), found));
    } catch (BadRequest e) {
      LOG.warn("{} is made again, as it cannot be opened: {}", key.network(), e.getMessage());
      networks.forget(key);
      return Optional.empty();
    }
  }

  private static PreparedNetwork network(RecipeReport report, String operators, Graph graph) {
    return new PreparedNetwork(
        report,
        operators,
        SessionOpener.bytes(graph),
        Structure.of(graph),
        List.copyOf(WeightFiles.of(graph)),
        graph.nodes().stream().anyMatch(node -> node.is(UNWRITABLE)));
  }

  /**
   * Open one that was just made, and keep it.
   *
   * @param operators equal for two networks that compute in the same way
   * @param file what it was made from, for messages
   * @throws BadRequest when the runtime refuses it
   */
  InferenceSession open(
      PreparedKey key,
      Graph graph,
      RecipeReport report,
      String operators,
      Path file,
      SessionWishes wishes) {
    if (PreparedNetworks.hasWeightsInMemory(graph) && !stores(key, graph, wishes)) {
      // What a session reads elsewhere has but a stand-in in the structure.
      return InferenceSession.open(runtime, file, graph, wishes);
    }
    PreparedNetwork made = network(report, operators, graph);
    InferenceSession open = saving(key, made, file, wishes);
    if (!networks.has(key)) {
      networks.keep(key, made);
    }
    return open;
  }

  /**
   * Write what plugins transformed beside the networks, so that it is read from there: now, and by
   * the next process, which transforms nothing.
   */
  private boolean stores(PreparedKey key, Graph graph, SessionWishes wishes) {
    boolean stored = maySave(key, SessionOpener.bytes(graph), wishes) && networks.store(key, graph);
    if (stored) {
      // Gigabytes in native memory, of which the collector sees a few objects.
      System.gc();
    }
    return stored;
  }

  private boolean maySave(PreparedKey key, long bytes, SessionWishes wishes) {
    return runtime.packs()
        && wishes.processorAlone()
        && !saved.contains(key.network())
        && networks.hasRoom(bytes);
  }

  /** Open a network, and keep it as the runtime optimizes it where that is not done yet. */
  private InferenceSession saving(
      PreparedKey key, PreparedNetwork network, Path file, SessionWishes wishes) {
    boolean may = !network.settled() && maySave(key, network.bytes(), wishes);
    if (may && saved.add(key.network())) {
      try (ScratchFolder scratch = networks.scratch()) {
        Saving saving = networks.saving(key, scratch);
        InferenceSession open = open(network.structure(), file, wishes, Optional.of(saving));
        if (opensAgain(scratch, saving, file, wishes)) {
          networks.keep(key, network, scratch, saving);
        } else {
          networks.keep(key, network.asItIs());
        }
        return open;
      } catch (IOException | BadRequest unwritable) {
        LOG.debug("{} is not saved: {}", key.network(), unwritable.getMessage());
      }
    }
    return open(network.structure(), file, wishes, Optional.empty());
  }

  /** The runtime may write what it cannot read: this is seen here, not by the next process. */
  private boolean opensAgain(ScratchFolder scratch, Saving saving, Path file, SessionWishes wishes)
      throws IOException {
    byte[] bytes = Files.readAllBytes(saving.structure());
    Structure written = new Structure(bytes, scratch.path().toRealPath(), true);
    try {
      open(written, file, wishes, Optional.empty()).close();
      return true;
    } catch (BadRequest e) {
      LOG.debug("{} cannot be opened as it was optimized: {}", file, e.getMessage());
      return false;
    }
  }

  private InferenceSession open(
      Structure structure, Path file, SessionWishes wishes, Optional<Saving> saving) {
    return InferenceSession.open(runtime, file, structure, wishes, saving);
  }

  private static PatchedSession session(InferenceSession open, PreparedNetwork network) {
    return new PatchedSession(
        open,
        network.report(),
        network.operators(),
        network.bytes(),
        Optional.empty(),
        Optional.empty());
  }
}
