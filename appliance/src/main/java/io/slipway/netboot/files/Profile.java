package io.slipway.netboot.files;

import java.util.List;

/**
 * A kernel, and what comes with it.
 *
 * @param kernel name of a file in the profile's folder
 * @param initrds names of files in the profile's folder
 * @param arguments the kernel's command line
 */
public record Profile(String name, String kernel, List<String> initrds, String arguments) {

    public Profile {
        initrds = List.copyOf(initrds);
    }

    /** The same with one argument more. */
    public Profile with(String argument) {
        return new Profile(name, kernel, initrds, (arguments + " " + argument).strip());
    }
}
