package dev.kiln.plugin.systeminfo.levels;

import dev.kiln.spi.host.Generated;
import dev.kiln.spi.host.GenerationJob;
import dev.kiln.spi.host.GenerationWatcher;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.KeptPictures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes black pictures at once, and fails where a test says so. */
public final class FakeGenerations extends KeptPictures {
  final List<Map<String, Object>> requests = new ArrayList<>();

  /** What the batch of a size ends with. */
  final Map<Integer, RuntimeException> failures = new HashMap<>();

  /** How many pictures fewer than asked the batch of a size gives. */
  final Map<Integer, Integer> missing = new HashMap<>();

  @Override
  public GenerationJob submit(Map<String, ?> fields, GenerationWatcher watcher) {
    requests.add(new HashMap<>(fields));
    return new GenerationJob() {
      @Override
      public String id() {
        return "job";
      }

      @Override
      public Generated await() throws InterruptedException {
        return made(fields, watcher);
      }

      @Override
      public void interrupt() {}

      @Override
      public void cancel() {}
    };
  }

  private Generated made(Map<String, ?> fields, GenerationWatcher watcher)
      throws InterruptedException {
    int batch = (int) fields.get("batch_size");
    int steps = (int) fields.get("steps");
    if (steps > 1 && failures.containsKey(batch)) {
      throw failures.get(batch);
    }
    for (int step = 1; step <= steps; step++) {
      watcher.step(step, steps);
    }
    // Long enough not to be too fast to be true.
    Thread.sleep(5L * steps * batch);
    Picture picture = Picture.black((int) fields.get("width"), (int) fields.get("height"));
    int pictures = batch - missing.getOrDefault(batch, 0);
    return new Generated(
        Collections.nCopies(pictures, picture), Collections.nCopies(pictures, ""), List.of());
  }
}
