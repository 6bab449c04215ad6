package dev.kiln.plugin.fast.benchmark;

import dev.kiln.spi.host.Generated;
import dev.kiln.spi.host.GenerationJob;
import dev.kiln.spi.host.GenerationWatcher;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.KeptPictures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes black pictures at once; each evaluates four rows. */
final class FakeGenerations extends KeptPictures {
  final List<Map<String, ?>> requests = new ArrayList<>();
  private final RowCount count;

  FakeGenerations() {
    this(new RowCount());
  }

  FakeGenerations(RowCount count) {
    this.count = count;
  }

  @Override
  public GenerationJob submit(Map<String, ?> fields, GenerationWatcher watcher) {
    requests.add(fields);
    return new GenerationJob() {
      @Override
      public String id() {
        return "job";
      }

      @Override
      public Generated await() throws InterruptedException {
        watcher.stage("conditioning");
        Thread.sleep(5);
        watcher.stage("denoise");
        Thread.sleep(10);
        watcher.step(1, 1);
        count.add(4);
        watcher.stage("decode");
        return new Generated(
            List.of(Picture.black(16, 8)), List.of("a text"), List.of("it is slow", "more"));
      }

      @Override
      public void interrupt() {}

      @Override
      public void cancel() {}
    };
  }
}
