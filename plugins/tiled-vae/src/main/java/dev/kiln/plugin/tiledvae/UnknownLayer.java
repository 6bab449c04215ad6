package dev.kiln.plugin.tiledvae;

/** A network with something in it that cannot be computed in strips. */
final class UnknownLayer extends RuntimeException {
  UnknownLayer(String message) {
    super(message);
  }
}
