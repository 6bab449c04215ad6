package dev.kiln.plugin.detailer;

import dev.kiln.spi.generate.ImageCall;
import dev.kiln.spi.generate.Redrawing;
import dev.kiln.spi.generate.Resampling;
import dev.kiln.spi.generate.Sampling;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakePass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleUnaryOperator;

/**
 * A drawn picture of a request, and a host that draws parts again: each white pixel gets the number
 * of the redrawing as its red, from 1. It remembers what it was asked for.
 */
final class DrawnPicture implements ImageCall, Sampling {
  final FakePass request;
  final List<Redrawing> wishes = new ArrayList<>();
  int interruptedAfter = Integer.MAX_VALUE;
  int cancelledAfter = Integer.MAX_VALUE;
  private final int index;
  private final Picture picture;

  DrawnPicture(FakePass request, int index, Picture picture) {
    this.request = request;
    this.index = index;
    this.picture = picture;
  }

  @Override
  public Picture again(Picture picture, DoubleUnaryOperator strength, int seedOffset) {
    throw new UnsupportedOperationException("the detailer draws parts");
  }

  @Override
  public Picture redraw(Redrawing wish) {
    wishes.add(wish);
    Picture drawn =
        new Picture(wish.picture().width(), wish.picture().height(), wish.picture().rgba().clone());
    Picture mask = wish.part().orElseThrow().mask();
    for (int i = 0; i < drawn.rgba().length; i += 4) {
      if (mask.rgba()[i] != 0) {
        drawn.rgba()[i] = (byte) wishes.size();
      }
    }
    return drawn;
  }

  @Override
  public Tensor sample(Resampling pass) {
    throw new UnsupportedOperationException("no latents are sampled again");
  }

  @Override
  public int index() {
    return index;
  }

  @Override
  public Picture picture() {
    return picture;
  }

  @Override
  public Sampling sampling() {
    return this;
  }

  @Override
  public boolean interrupted() {
    return wishes.size() >= interruptedAfter;
  }

  @Override
  public void throwIfCancelled() {
    if (wishes.size() >= cancelledAfter) {
      throw new CancellationException("stopped");
    }
  }

  @Override
  public int pictures() {
    return request.pictures();
  }

  @Override
  public long seed(int picture) {
    return request.seed(picture);
  }

  @Override
  public Optional<Picture> initPicture(int picture) {
    return request.initPicture(picture);
  }

  @Override
  public String modelHash() {
    return request.modelHash();
  }

  @Override
  public int width() {
    return request.width();
  }

  @Override
  public int height() {
    return request.height();
  }

  @Override
  public <T extends Record> Optional<T> options(Class<T> type) {
    return request.options(type);
  }

  @Override
  public void keep(Object value) {
    request.keep(value);
  }

  @Override
  public <T> Optional<T> kept(Class<T> type) {
    return request.kept(type);
  }

  @Override
  public void infotext(String key, String value) {
    request.infotext(key, value);
  }

  @Override
  public void warn(String message) {
    request.warn(message);
  }

  @Override
  public void picture(String name, Picture picture) {
    request.picture(name, picture);
  }
}
