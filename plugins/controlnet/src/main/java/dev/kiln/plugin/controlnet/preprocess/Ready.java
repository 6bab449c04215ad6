package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.control.PreprocessorInfo.Trait;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.index.OffersPreprocessor;
import jakarta.inject.Singleton;
import org.pf4j.Extension;

/** Leaves a picture as it is: it is a map already. */
@Extension
@Singleton
@OffersPreprocessor(name = "none", priority = Priority.NONE, traits = Trait.OWN_SIZE)
public final class Ready implements ControlPreprocessor {
  @Override
  public Preprocessed process(PreprocessorCall call) {
    return new Preprocessed(call.picture());
  }
}
