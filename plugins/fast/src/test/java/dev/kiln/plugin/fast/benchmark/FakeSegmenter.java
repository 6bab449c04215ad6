package dev.kiln.plugin.fast.benchmark;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.control.PreprocessorInfo;
import dev.kiln.spi.host.ControlPreprocessors;
import java.util.List;

/** Sees in each picture what its own colors say. */
final class FakeSegmenter implements ControlPreprocessors {
  boolean missing;

  @Override
  public List<PreprocessorInfo> infos() {
    return List.of();
  }

  @Override
  public PreprocessorInfo info(String name) {
    return PreprocessorInfo.of(name);
  }

  @Override
  public Preprocessed run(String name, PreprocessorCall call) {
    if (missing) {
      throw new BadRequest("there is no segmenter");
    }
    return new Preprocessed(call.picture());
  }
}
