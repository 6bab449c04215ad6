package dev.kiln.spi.testkit;

import dev.kiln.spi.host.GenerationJob;
import dev.kiln.spi.host.GenerationWatcher;
import dev.kiln.spi.host.Generations;
import dev.kiln.spi.tensor.Picture;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A queue that remembers what it is given to keep, and takes no request unless a test overrides
 * {@link #submit}. Safe from any thread.
 */
public class KeptPictures implements Generations {
  private final List<Kept> all = new CopyOnWriteArrayList<>();

  /** What was to be kept. */
  public record Kept(Picture picture, String infotext) {}

  /** All of it, in its order. */
  public final List<Kept> all() {
    return List.copyOf(all);
  }

  @Override
  public GenerationJob submit(Map<String, ?> fields, GenerationWatcher watcher) {
    throw new Busy("the testing host draws by its own methods");
  }

  @Override
  public final String keep(Picture picture, String infotext) {
    all.add(new Kept(picture, infotext));
    return "kept" + all.size();
  }
}
