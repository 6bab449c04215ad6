package dev.kiln.spi.generate;

import dev.kiln.spi.ValueType;

/** How much of a picture that this generation has drawn before is drawn again now. */
@ValueType
public enum Redraws {
  /** Nothing was drawn before: the request's own pass. */
  NOTHING,
  /** All of it, mostly larger. */
  WHOLE,
  /** A part: what lies at places of the whole picture has no meaning here. */
  PART
}
