package dev.kiln.plugin.controlnet.preprocess;

import dev.kiln.spi.control.Preprocessed;
import dev.kiln.spi.control.PreprocessorCall;
import dev.kiln.spi.control.PreprocessorInfo;
import dev.kiln.spi.control.PreprocessorInfo.Trait;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.index.Offers;
import jakarta.inject.Singleton;
import java.util.List;
import org.pf4j.Extension;

/** Black lines on white become white lines on black. */
@Extension
@Singleton
@Offers({"invert", Invert.LABEL})
public final class Invert implements ControlPreprocessor {
  static final String LABEL = "invert (from white bg & black line)";

  @Override
  public PreprocessorInfo info() {
    return PreprocessorInfo.of("invert", "Canny", "Lineart", "Scribble", "MLSD")
        .withLabel(LABEL)
        .withPriority(Priority.INVERT)
        .with(Trait.OWN_SIZE);
  }

  @Override
  public Preprocessed process(PreprocessorCall call) {
    List<Plane> colors = Plane.colors(call.picture());
    for (Plane plane : colors) {
      for (int i = 0; i < plane.values().length; i++) {
        plane.values()[i] = 255 - plane.values()[i];
      }
    }
    return new Preprocessed(Plane.picture(colors));
  }
}
