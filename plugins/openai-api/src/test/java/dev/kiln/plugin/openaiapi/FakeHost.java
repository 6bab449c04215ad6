package dev.kiln.plugin.openaiapi;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.spi.host.Generated;
import dev.kiln.spi.host.GenerationJob;
import dev.kiln.spi.host.GenerationWatcher;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.IdleHost;
import dev.kiln.spi.testkit.KeptPictures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A queue that paints pictures of one color at once, on a host with two models. */
final class FakeHost extends KeptPictures {
  static final PictureCodec CODEC = new PictureCodec();
  static final Picture PAINTED = painted();

  private final Models models = new Models(new IdleHost(List.of("default", "anime/Ink")));

  /** What was asked of the queue. */
  final List<Map<String, ?>> asked = Collections.synchronizedList(new ArrayList<>());

  private static Picture painted() {
    Picture picture = Picture.black(16, 8);
    for (int i = 0; i < 16 * 8; i++) {
      picture.set(i % 16, i / 16, 200, 100, 50);
    }
    return picture;
  }

  ImagesRoute images() {
    Requests requests = new Requests(models, CODEC, new Sources(CODEC), new Forms(new JsonCodec()));
    return new ImagesRoute(requests, this, new Answers(CODEC), models);
  }

  ModelsRoute list() {
    return new ModelsRoute(models);
  }

  /** The last request. */
  Map<String, ?> last() {
    return asked.get(asked.size() - 1);
  }

  @Override
  public GenerationJob submit(Map<String, ?> fields, GenerationWatcher watcher) {
    asked.add(fields);
    int pictures = fields.get("batch_count") instanceof Integer n ? n : 1;
    for (int step = 1; step <= 8; step++) {
      watcher.step(step, 8);
      watcher.preview(Picture.black(2, 1));
    }
    watcher.over();
    return new GenerationJob() {
      @Override
      public String id() {
        return "job-7";
      }

      @Override
      public Generated await() {
        return new Generated(
            Collections.nCopies(pictures, PAINTED),
            Collections.nCopies(pictures, "a boat\nSteps: 8"),
            List.of("one thing"));
      }

      @Override
      public void interrupt() {}

      @Override
      public void cancel() {}
    };
  }
}
