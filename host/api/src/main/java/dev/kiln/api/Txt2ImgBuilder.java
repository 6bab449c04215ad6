package dev.kiln.api;

/** A picture from text. */
public final class Txt2ImgBuilder extends RequestBuilder<Txt2ImgBuilder> {
  Txt2ImgBuilder() {}

  @Override
  Txt2ImgBuilder self() {
    return this;
  }
}
