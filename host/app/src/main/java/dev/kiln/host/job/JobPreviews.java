package dev.kiln.host.job;

import dev.kiln.spi.host.Previews;
import dev.kiln.spi.tensor.Tensor;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The latest preview of each running job, while it runs. */
public final class JobPreviews implements Previews {
  private final ConcurrentMap<String, Slot> slots = new ConcurrentHashMap<>();

  @Override
  public boolean wanted() {
    return true;
  }

  @Override
  public void publish(String job, Tensor picture) {
    Slot slot = slots.get(job);
    if (slot != null) {
      slot.show(picture);
    }
  }

  void open(String job, Runnable changed) {
    slots.put(job, new Slot(changed));
  }

  void close(String job) {
    slots.remove(job);
  }

  @Nullable PreviewPicture latest(String job) {
    Slot slot = slots.get(job);
    return slot == null ? null : slot.picture;
  }

  private static final class Slot {
    private final Runnable changed;
    private volatile @Nullable PreviewPicture picture;

    private Slot(Runnable changed) {
      this.changed = changed;
    }

    private void show(Tensor next) {
      PreviewPicture last = picture;
      picture = PreviewPicture.of(last == null ? 1 : last.number() + 1, next);
      changed.run();
    }
  }
}
