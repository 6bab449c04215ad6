package dev.kiln.host.model.prepared;

import dev.kiln.host.DiskReason;
import dev.kiln.host.JsonMap;
import dev.kiln.host.ScratchFolder;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.recipe.GraphFingerprint;
import dev.kiln.host.onnx.Saving;
import dev.kiln.host.onnx.Structure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of networks that were made ready to run, so that the next process opens bytes in place
 * of reading, building and rewriting a graph. What is missing, damaged or stale is made anew;
 * anyone may delete a file at any time, or the folder. Safe from any thread and process.
 */
public final class PreparedNetworks {
  private static final Logger LOG = LoggerFactory.getLogger(PreparedNetworks.class);

  private final Path folder;
  private final long budget;
  private final String build;

  /**
   * @param folder made when something is kept
   * @param budget bytes that it may take; the least recently used go first. 0 keeps nothing
   * @param build what tells this build of Kiln from every other one
   */
  public PreparedNetworks(Path folder, long budget, String build) {
    this.folder = folder;
    this.budget = budget;
    this.build = build;
  }

  /** Nothing is kept. */
  public static PreparedNetworks none() {
    return new PreparedNetworks(Path.of(""), 0, "");
  }

  public boolean keepsNothing() {
    return budget <= 0;
  }

  /**
   * @param network which network of which model
   * @param parts all that its preparation depends on, beside this build of Kiln
   */
  public PreparedKey key(String network, String... parts) {
    return new PreparedKey(network, new GraphFingerprint().add(build, network).add(parts).hash());
  }

  /** Which networks were used last, by what they were used for. */
  public JsonMap<String> last() {
    return new JsonMap<>(folder.resolve("last.json"), String.class);
  }

  /** One that was kept, whole and with its weights where they were. */
  public Optional<PreparedNetwork> find(PreparedKey key) {
    Path file = file(key);
    if (keepsNothing() || !Files.exists(file)) {
      return Optional.empty();
    }
    try {
      PreparedNetwork found = PreparedFile.read(file, key.form()).network();
      touch(file);
      return Optional.of(found);
    } catch (IOException | RuntimeException unusable) {
      // What somebody else put there may hold anything.
      LOG.debug("{} is made again: {}", file, unusable.getMessage());
      forget(key);
      return Optional.empty();
    }
  }

  /** Whether there is one, whole or not. */
  public boolean has(PreparedKey key) {
    return Files.exists(file(key));
  }

  /** Keep one whose weights stay where they are. What cannot be written is not kept. */
  public void keep(PreparedKey key, PreparedNetwork network) {
    try {
      write(key, network);
    } catch (IOException e) {
      told(e);
    }
  }

  /** Whether a network with so many bytes of weights may be kept together with them. */
  public boolean hasRoom(long bytes) {
    // Products of matrices keep both orders of their weights.
    long needed = 2 * bytes;
    if (needed > budget) {
      return false;
    }
    try {
      return Files.createDirectories(folder).toFile().getUsableSpace() > 2 * needed;
    } catch (IOException e) {
      told(e);
      return false;
    }
  }

  /** A folder on the same disk for what the runtime is about to write. */
  public ScratchFolder scratch() throws IOException {
    ScratchFolder.sweep(folder);
    return ScratchFolder.in(folder);
  }

  /** Where the runtime writes. */
  public Saving saving(PreparedKey key, ScratchFolder scratch) {
    return new Saving(scratch.resolve("structure.onnx"), weights(key));
  }

  /** Each writing has a name of its own: no two are alike in all bytes. */
  private static String weights(PreparedKey key) {
    String number = Long.toHexString(ThreadLocalRandom.current().nextLong());
    return key.name() + "." + number + Contents.WEIGHTS;
  }

  /**
   * Bring all weights of a graph into one file of the folder, those too that a patch computed.
   *
   * @param bytes that they take
   * @return whether they are there; if not, the graph is as it was
   */
  public boolean gather(PreparedKey key, Graph graph, long bytes) {
    if (!GatheredWeights.possible(graph) || !hasRoom(bytes)) {
      return false;
    }
    try (ScratchFolder scratch = scratch()) {
      String name = weights(key);
      Path written = scratch.resolve(name);
      Path place = folder.toRealPath().resolve(name);
      List<Weight> gathered = GatheredWeights.write(graph, written, place);
      Files.move(written, place, StandardCopyOption.ATOMIC_MOVE);
      gathered.forEach(graph::add);
      return true;
    } catch (IOException e) {
      told(e);
      return false;
    }
  }

  /**
   * Keep what the runtime wrote. What cannot be moved or written is not kept.
   *
   * @param network as it was before the runtime optimized it
   */
  public void keep(PreparedKey key, PreparedNetwork network, ScratchFolder scratch, Saving saving) {
    try {
      Path written = scratch.resolve(saving.weights());
      Path weights = folder.toRealPath().resolve(saving.weights());
      byte[] bytes = Files.readAllBytes(saving.structure());
      Structure structure = new Structure(bytes, weights.getParent(), true);
      List<Path> files = List.of();
      if (Files.exists(written)) {
        // Not settled on the disk, which takes a large model's network half a minute: after a power
        // failure its size tells, which file systems note behind the data.
        Files.move(written, weights, StandardCopyOption.ATOMIC_MOVE);
        files = List.of(weights);
      }
      write(key, network.optimized(structure, files));
    } catch (IOException e) {
      told(e);
    }
  }

  private void write(PreparedKey key, PreparedNetwork network) throws IOException {
    if (keepsNothing()) {
      return;
    }
    Files.createDirectories(folder);
    new PreparedFile(key.form(), network).write(file(key));
    new Contents(folder).trim(budget);
  }

  /** It cannot be used: it is made again. */
  public void forget(PreparedKey key) {
    try {
      Files.deleteIfExists(file(key));
    } catch (IOException e) {
      told(e);
    }
  }

  private Path file(PreparedKey key) {
    return folder.resolve(key.name() + Contents.NETWORK);
  }

  /** The time of a file is that of its last use. */
  private static void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException readOnly) {
      LOG.debug("{} does not keep when it was used", file, readOnly);
    }
  }

  /** The next start takes longer, and nothing else is lost. */
  private void told(IOException e) {
    LOG.debug("{} cannot be written, {}", folder, DiskReason.of(e));
  }
}
