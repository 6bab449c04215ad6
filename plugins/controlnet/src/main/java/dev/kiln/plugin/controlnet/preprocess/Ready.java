package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.control.PreprocessorInfo;
import dev.kiln.spi.control.PreprocessorInfo.Trait;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** Leaves a picture as it is: it is a map already. */
@Extension
@Singleton
@Offers("none")
public final class Ready implements ControlPreprocessor {
  @Override
  public PreprocessorInfo info() {
    return PreprocessorInfo.of("none").withPriority(Priority.NONE).with(Trait.OWN_SIZE);
  }

  @Override
  public Preprocessed process(PreprocessorCall call) {
    return new Preprocessed(call.picture());
  }
}
