package dev.kiln.host.weights.name;

/**
 * Where a file keeps a parameter.
 *
 * @param key the tensor's name in the file
 * @param part which of the tensor's equal parts along its first axis, from 0
 * @param parts how many such parts there are; 1 where the parameter is the whole tensor
 */
public record StoredName(String key, int part, int parts) {
  public static StoredName whole(String key) {
    return new StoredName(key, 0, 1);
  }
}
