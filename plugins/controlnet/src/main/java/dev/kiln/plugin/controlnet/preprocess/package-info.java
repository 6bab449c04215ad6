/**
 * Preprocessors: they turn pictures into maps for ControlNets. Of those that compute, open {@code
 * Canny} first; of those that run a network, {@code SegAde20k} and the package {@code pose}.
 */
@NullMarked
package dev.kiln.plugin.controlnet.preprocess;

import org.jspecify.annotations.NullMarked;
