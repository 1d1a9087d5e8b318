package io.github.accelbed.vfio.iommufd;

/** {@code struct iommufd_object}: what a program knows by an id. */
abstract class IommufdObject {
    private int id;
    private int users;

    /** Its id, at least 1. */
    int id() {
        return id;
    }

    void setId(int given) {
        id = given;
    }

    /** Objects that need it. */
    int users() {
        return users;
    }

    void use() {
        users++;
    }

    void unuse() {
        users--;
    }
}
