package dev.kiln.host.job;

import dev.kiln.spi.host.Previews;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
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

  void open(String job, Consumer<Picture> shown) {
    slots.put(job, new Slot(shown));
  }

  void close(String job) {
    slots.remove(job);
  }

  @Nullable PreviewPicture latest(String job) {
    Slot slot = slots.get(job);
    return slot == null ? null : slot.picture;
  }

  private static final class Slot {
    private final Consumer<Picture> shown;
    private volatile @Nullable PreviewPicture picture;

    private Slot(Consumer<Picture> shown) {
      this.shown = shown;
    }

    private void show(Tensor next) {
      PreviewPicture last = picture;
      PreviewPicture now = PreviewPicture.of(last == null ? 1 : last.number() + 1, next);
      picture = now;
      shown.accept(now.picture());
    }
  }
}
