/**
 * Preprocessors: pictures become maps that ControlNets understand. Those that compute open with
 * {@code Canny}, those that ask a network with {@code SegAde20k} and the package {@code pose}.
 */
@NullMarked
package dev.kiln.plugin.controlnet.preprocess;

import org.jspecify.annotations.NullMarked;
